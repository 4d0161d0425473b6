package dev.sparkzarr.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Words and vectors against the definition, and which of them a JVM chooses. */
class ShuffleKernelTest {
  private static final String MODULE = "jdk.incubator.vector";
  private static final int AROUND = 40; // room before and behind, which must stay as it is

  /** Vectors wherever the module is, whether they compile to instructions or not. */
  private static List<ShuffleKernel> both(ShuffleKernel words, String vectors) {
    List<ShuffleKernel> kernels = new ArrayList<>(List.of(words));
    if (ModuleLayer.boot().findModule(MODULE).isPresent()) {
      try {
        kernels.add(
            (ShuffleKernel)
                Class.forName("dev.sparkzarr.codec." + vectors)
                    .getDeclaredConstructor()
                    .newInstance());
      } catch (ReflectiveOperationException e) {
        throw new AssertionError(e);
      }
    }
    return kernels;
  }

  private static List<ShuffleKernel> toItems() {
    return both(new Unshuffle(), "VectorUnshuffle");
  }

  private static List<ShuffleKernel> toPlanes() {
    return both(new Shuffle(), "VectorByteShuffle");
  }

  @Test
  void theTestsRunWithTheModule() {
    assertThat(toItems()).extracting(Object::toString).containsExactly("words", "vectors");
    assertThat(toPlanes()).extracting(Object::toString).containsExactly("words", "vectors");
  }

  @Property(tries = 600, seed = "1")
  void fewItems(
      @ForAll @IntRange(min = 0, max = 40) int eights,
      @ForAll @IntRange(min = 1, max = 3) int power,
      @ForAll @IntRange(min = 0, max = 9) int gap,
      @ForAll @IntRange(min = 0, max = 9) int from,
      @ForAll @IntRange(min = 0, max = 9) int to,
      @ForAll long seed) {
    checkItems(8 * eights, 1 << power, gap, from, to, seed);
    checkPlanes(8 * eights, 1 << power, gap, from, to, seed);
  }

  @Property(tries = 150, seed = "2")
  void manyItems(
      @ForAll @IntRange(min = 230, max = 790) int eights,
      @ForAll @IntRange(min = 1, max = 3) int power,
      @ForAll @IntRange(min = 0, max = 9) int gap,
      @ForAll @IntRange(min = 0, max = 9) int from,
      @ForAll @IntRange(min = 0, max = 9) int to,
      @ForAll long seed) {
    checkItems(8 * eights, 1 << power, gap, from, to, seed);
    checkPlanes(8 * eights, 1 << power, gap, from, to, seed);
  }

  /**
   * @param gap from the end of a plane to the beginning of the next
   */
  private static void checkItems(int whole, int typeSize, int gap, int from, int to, long seed) {
    int items = whole + gap;
    byte[] source = noise(from + items * typeSize, seed);
    byte[] before = noise(to + whole * typeSize + AROUND, ~seed);
    byte[] expected = before.clone();
    for (int i = 0; i < whole; i++) {
      for (int plane = 0; plane < typeSize; plane++) {
        expected[to + i * typeSize + plane] = source[from + plane * items + i];
      }
    }
    for (ShuffleKernel kernel : toItems()) {
      byte[] target = before.clone();
      long[] x = new Random(seed).longs(WordStreams.SCRATCH).toArray();
      kernel.run(source, from, items, target, to, whole, typeSize, x);
      assertThat(Arrays.equals(target, expected)).as("%s, %d", kernel, typeSize).isTrue();
    }
  }

  private static void checkPlanes(int whole, int typeSize, int gap, int from, int to, long seed) {
    int items = whole + gap;
    byte[] source = noise(from + whole * typeSize, seed);
    byte[] before = noise(to + items * typeSize + AROUND, ~seed);
    byte[] expected = before.clone();
    for (int i = 0; i < whole; i++) {
      for (int plane = 0; plane < typeSize; plane++) {
        expected[to + plane * items + i] = source[from + i * typeSize + plane];
      }
    }
    for (ShuffleKernel kernel : toPlanes()) {
      byte[] target = before.clone();
      long[] x = new Random(seed).longs(WordStreams.SCRATCH).toArray();
      kernel.run(source, from, items, target, to, whole, typeSize, x);
      assertThat(Arrays.equals(target, expected)).as("%s, %d", kernel, typeSize).isTrue();
    }
  }

  private static byte[] noise(int length, long seed) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  @Test
  void nothingIsReadOrWrittenOutside() {
    List<ShuffleKernel> kernels = new ArrayList<>(toItems());
    kernels.addAll(toPlanes());
    for (ShuffleKernel kernel : kernels) {
      for (int typeSize = 2; typeSize <= 8; typeSize *= 2) {
        int width = typeSize;
        long[] x = new long[WordStreams.SCRATCH];
        byte[] bytes = new byte[64 * width];
        byte[] fewer = new byte[64 * width - 1];
        assertThatThrownBy(() -> kernel.run(fewer, 0, 64, bytes, 0, 64, width, x))
            .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> kernel.run(bytes, 0, 64, fewer, 0, 64, width, x))
            .isInstanceOf(IndexOutOfBoundsException.class);
      }
    }
  }

  /** Runs in a JVM of its own: the kernels' names, and how many foreign chunks come out right. */
  static final class Child {
    private Child() {}

    /** Decodes, encodes, and decodes again. */
    public static void main(String[] arguments) throws IOException {
      long right =
          ForeignSamplesTest.samples()
              .filter(sample -> sample.name().matches("blosc .* shuffle .*"))
              .filter(
                  sample -> {
                    byte[] values = Chains.decode(sample.pipeline(), sample.stored());
                    CRC32 crc = new CRC32();
                    crc.update(values);
                    byte[] stored = Chains.encode(sample.pipeline(), values);
                    return crc.getValue() == sample.crc32()
                        && Arrays.equals(values, Chains.decode(sample.pipeline(), stored));
                  })
              .count();
      System.out.println(
          KernelChoice.UNSHUFFLE.next(1) + " " + KernelChoice.SHUFFLE.next(1) + " " + right);
    }
  }

  private static String child(String... flags) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java");
    command.addAll(List.of(flags));
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    command.addAll(List.of("-cp", classPath, Child.class.getName()));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String answer = new String(process.getInputStream().readAllBytes()).strip();
    assertThat(process.waitFor()).isZero();
    return answer;
  }

  private static long samples() throws IOException {
    long all =
        ForeignSamplesTest.samples()
            .filter(sample -> sample.name().matches("blosc .* shuffle .*"))
            .count();
    assertThat(all).isPositive();
    return all;
  }

  @Test
  void withoutTheModuleItIsWords() throws IOException, InterruptedException {
    assertThat(child()).isEqualTo("words words " + samples());
  }

  @Test
  void withVectorsThatStayObjectsItIsWords() throws IOException, InterruptedException {
    assertThat(child("--add-modules=" + MODULE, "-XX:TieredStopAtLevel=1"))
        .isEqualTo("words words " + samples());
  }

  @Test
  void withTheModuleItIsVectorsAfterAWhile() throws IOException, InterruptedException {
    assumeTrue(VectorCompiler.isHere(), "needs HotSpot on x86 with AVX2");
    assertThat(child("--add-modules=" + MODULE, "-D" + KernelChoice.AFTER + "=0"))
        .isEqualTo("vectors vectors " + samples());
    assertThat(child("--add-modules=" + MODULE)).isEqualTo("words words " + samples());
  }

  @Test
  void wordsComeFirst() {
    ShuffleKernel words = new Unshuffle();
    ShuffleKernel later = new Unshuffle();
    KernelChoice choice = new KernelChoice(words, 1000, () -> later);
    for (int i = 0; i < 10; i++) {
      assertThat(choice.next(100)).isSameAs(words);
    }
    assertThat(choice.next(100)).isSameAs(later);
    assertThat(choice.next(100)).isSameAs(later);
  }
}
