package dev.sparkzarr.dataset;

import java.util.Collection;
import java.util.Locale;

/** Guesses which name a user meant. */
public final class NearestName {
  private NearestName() {}

  /**
   * Finds the name at the least edit distance (insertions, deletions, replacements and swaps of
   * neighbours; case is ignored), if at most about a third of the letters differ, and not all.
   *
   * @return null when none is near
   */
  public static String of(String wanted, Collection<String> names) {
    String lower = wanted.toLowerCase(Locale.ROOT);
    String nearest = null;
    int least = Integer.MAX_VALUE;
    if (lower.length() <= 100) {
      for (String name : names) {
        int distance = distance(lower, name.toLowerCase(Locale.ROOT));
        if (distance < least && isNear(distance, lower.length(), name.length())) {
          least = distance;
          nearest = name;
        }
      }
    }
    return nearest;
  }

  private static boolean isNear(int distance, int wanted, int name) {
    return distance <= Math.max(1, (name + 2) / 3)
        && distance < Math.max(1, Math.min(wanted, name));
  }

  private static int distance(String a, String b) {
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          cost[i][j] = i + j;
          continue;
        }
        boolean same = a.charAt(i - 1) == b.charAt(j - 1);
        int best = Math.min(cost[i - 1][j], cost[i][j - 1]) + 1;
        best = Math.min(best, cost[i - 1][j - 1] + (same ? 0 : 1));
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          best = Math.min(best, cost[i - 2][j - 2] + 1);
        }
        cost[i][j] = best;
      }
    }
    return cost[a.length()][b.length()];
  }
}
