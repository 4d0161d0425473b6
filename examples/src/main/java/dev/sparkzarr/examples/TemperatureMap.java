package dev.sparkzarr.examples;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import javax.imageio.ImageIO;

/** Draws values on a latitude-longitude grid as a coloured map with a scale, north up. */
final class TemperatureMap {
  private static final int CELL = 12;
  private static final int MARGIN = 46;
  private static final Color[] COLOURS = {
    new Color(0x313695), new Color(0x4575b4), new Color(0x74add1), new Color(0xabd9e9),
    new Color(0xe0f3f8), new Color(0xffffbf), new Color(0xfee090), new Color(0xfdae61),
    new Color(0xf46d43), new Color(0xd73027), new Color(0xa50026)
  };

  private final double[] latitudes;
  private final double[] longitudes;
  private final double[][] values;

  /**
   * @param latitudes descending, degrees north
   * @param longitudes ascending, degrees east
   * @param values by latitude, then longitude; NaN is left white
   */
  TemperatureMap(double[] latitudes, double[] longitudes, double[][] values) {
    this.latitudes = latitudes;
    this.longitudes = longitudes;
    this.values = values;
  }

  /** Writes the map as a PNG file. */
  void write(Path file, String title) throws IOException {
    int width = longitudes.length * CELL;
    int height = latitudes.length * CELL;
    BufferedImage image =
        new BufferedImage(width + 3 * MARGIN, height + 2 * MARGIN, BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = image.createGraphics();
    pen.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    pen.setColor(Color.WHITE);
    pen.fillRect(0, 0, image.getWidth(), image.getHeight());
    double low = extreme(-1);
    double high = extreme(1);
    for (int y = 0; y < latitudes.length; y++) {
      for (int x = 0; x < longitudes.length; x++) {
        pen.setColor(colour((values[y][x] - low) / (high - low)));
        pen.fillRect(MARGIN + x * CELL, MARGIN + y * CELL, CELL, CELL);
      }
    }
    labels(pen, title, width, height);
    scale(pen, low, high, MARGIN + width + 20, height);
    pen.dispose();
    if (!ImageIO.write(image, "png", file.toFile())) {
      throw new IOException("Cannot write " + file + ": this JDK has no PNG writer.");
    }
  }

  private void labels(Graphics2D pen, String title, int width, int height) {
    pen.setColor(Color.DARK_GRAY);
    pen.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 14));
    pen.drawString(title, MARGIN, MARGIN - 18);
    pen.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 11));
    for (int y = 0; y < latitudes.length; y += 8) {
      pen.drawString(String.format(Locale.ROOT, "%.0f°N", latitudes[y]), 6, MARGIN + y * CELL + 10);
    }
    for (int x = 0; x < longitudes.length; x += 8) {
      pen.drawString(
          String.format(Locale.ROOT, "%.0f°E", longitudes[x]),
          MARGIN + x * CELL,
          MARGIN + height + 16);
    }
    pen.drawRect(MARGIN - 1, MARGIN - 1, width + 1, height + 1);
  }

  private void scale(Graphics2D pen, double low, double high, int left, int height) {
    for (int y = 0; y < height; y++) {
      pen.setColor(colour(1 - (double) y / height));
      pen.fillRect(left, MARGIN + y, 14, 1);
    }
    pen.setColor(Color.DARK_GRAY);
    pen.drawString(String.format(Locale.ROOT, "%.1f", high), left + 18, MARGIN + 10);
    pen.drawString(String.format(Locale.ROOT, "%.1f", low), left + 18, MARGIN + height);
  }

  private double extreme(int sign) {
    double found = Double.NEGATIVE_INFINITY;
    for (double[] row : values) {
      for (double value : row) {
        found = Double.isNaN(value) ? found : Math.max(found, sign * value);
      }
    }
    return sign * found;
  }

  private static Color colour(double position) {
    if (Double.isNaN(position)) {
      return Color.WHITE;
    }
    double scaled = Math.max(0, Math.min(1, position)) * (COLOURS.length - 1);
    int below = Math.min((int) scaled, COLOURS.length - 2);
    double share = scaled - below;
    Color one = COLOURS[below];
    Color other = COLOURS[below + 1];
    return new Color(
        mix(one.getRed(), other.getRed(), share),
        mix(one.getGreen(), other.getGreen(), share),
        mix(one.getBlue(), other.getBlue(), share));
  }

  private static int mix(int one, int other, double share) {
    return (int) Math.round(one + (other - one) * share);
  }
}
