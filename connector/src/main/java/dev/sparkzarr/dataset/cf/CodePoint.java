package dev.sparkzarr.dataset.cf;

/** One character of Unicode. Stateless. */
final class CodePoint {
  private CodePoint() {}

  /**
   * Writes a character.
   *
   * @param character neither a surrogate nor above U+10FFFF
   * @return where the next one goes; at most 4 bytes on
   */
  static int putUtf8(int character, byte[] target, int start) {
    int at = start;
    if (character < 0x80) {
      target[at++] = (byte) character;
      return at;
    }
    if (character < 0x800) {
      target[at++] = (byte) (0xc0 | character >> 6);
    } else {
      if (character < 0x10000) {
        target[at++] = (byte) (0xe0 | character >> 12);
      } else {
        target[at++] = (byte) (0xf0 | character >> 18);
        target[at++] = (byte) (0x80 | character >> 12 & 0x3f);
      }
      target[at++] = (byte) (0x80 | character >> 6 & 0x3f);
    }
    target[at++] = (byte) (0x80 | character & 0x3f);
    return at;
  }
}
