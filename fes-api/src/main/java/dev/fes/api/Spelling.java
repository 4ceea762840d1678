package dev.fes.api;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.TreeSet;

/** Finds the word somebody meant. */
final class Spelling {

  private static final int MAX_LENGTH = 64;

  private Spelling() {}

  /** {@code "; did you mean X?"}, or nothing where no known word is near. */
  static String didYouMean(String word, Collection<String> known) {
    if (word.length() > MAX_LENGTH) {
      return "";
    }
    return known.stream()
        .filter(candidate -> distance(word, candidate) <= Math.max(1, candidate.length() / 3))
        .min(
            Comparator.comparingInt((String candidate) -> distance(word, candidate))
                .thenComparing(Comparator.naturalOrder()))
        .map(candidate -> "; did you mean " + candidate + "?")
        .orElse("");
  }

  /** {@code " (known: A, B)"}. */
  static String known(Collection<String> names) {
    return names.isEmpty() ? "" : " (known: " + String.join(", ", new TreeSet<>(names)) + ")";
  }

  /** How many letters to add, drop, change or swap with their neighbour; case does not count. */
  private static int distance(String left, String right) {
    String a = left.toLowerCase(Locale.ROOT);
    String b = right.toLowerCase(Locale.ROOT);
    int[][] costs = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        costs[i][j] = i == 0 || j == 0 ? i + j : cost(costs, a, i, b, j);
      }
    }
    return costs[a.length()][b.length()];
  }

  private static int cost(int[][] costs, String a, int i, String b, int j) {
    int changed = costs[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
    int cost = Math.min(changed, Math.min(costs[i - 1][j], costs[i][j - 1]) + 1);
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(cost, costs[i - 2][j - 2] + 1) : cost;
  }
}
