package dev.sparkzarr.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Removes credentials from what people read: user and password in an address, keys in a query, and
 * the values of a store's own secret settings. Immutable.
 */
public final class Secrets {
  /** Knows no settings: removes what an address itself gives away. */
  public static final Secrets NONE = new Secrets(List.of());

  private static final String GONE = "***";
  private static final String NAMES =
      "secret|password|passwd|pwd|token|credential|signature|sig|access.?key|account.?key|api.?key";
  private static final Pattern USER_AND_PASSWORD = Pattern.compile("://[^/@\\s:]*:[^/@\\s]*@");
  private static final Pattern QUERY_VALUE =
      Pattern.compile(
          "(?i)([?&;][^=&;\\s?]*(?:" + NAMES + "|AWSAccessKeyId)[^=&;\\s?]*=)[^&;\\s\"']+");
  private static final Pattern SETTING_NAME =
      Pattern.compile(NAMES + "|authorization|cookie|fs.azure.sas|\\bkey\\b");
  private static final int SHORTEST_VALUE = 6;

  private final List<String> values;

  private Secrets(List<String> values) {
    this.values = values;
  }

  /**
   * @param settings a client's configuration; values whose names speak of keys, passwords, tokens
   *     and the like are secrets
   */
  public static Secrets of(Map<String, String> settings) {
    List<String> values = new ArrayList<>();
    settings.forEach(
        (name, value) -> {
          if (value.length() >= SHORTEST_VALUE && isSecret(name, value)) {
            values.add(value);
          }
        });
    values.sort((a, b) -> b.length() - a.length());
    return new Secrets(List.copyOf(values));
  }

  private static boolean isSecret(String name, String value) {
    return SETTING_NAME.matcher(name.toLowerCase(Locale.ROOT)).find()
        && !name.endsWith(".provider")
        && !value.equals("true")
        && !value.equals("false");
  }

  /**
   * @return the text without secrets; null for null
   */
  public String hideIn(String text) {
    if (text == null) {
      return null;
    }
    String hidden = text;
    for (String value : values) {
      hidden = hidden.replace(value, GONE);
    }
    hidden = USER_AND_PASSWORD.matcher(hidden).replaceAll("://");
    return QUERY_VALUE.matcher(hidden).replaceAll("$1" + GONE);
  }

  /**
   * @return the cause itself when its messages hold no secret, otherwise a copy of the chain with
   *     class names, hidden messages and stack traces
   */
  public Throwable hideIn(Throwable cause) {
    boolean clean = true;
    int depth = 0;
    for (Throwable t = cause; t != null && depth < 50; t = t.getCause(), depth++) {
      clean &= t.getMessage() == null || hideIn(t.getMessage()).equals(t.getMessage());
      for (Throwable other : t.getSuppressed()) {
        clean &= other.toString().equals(hideIn(other.toString()));
      }
    }
    return clean ? cause : copy(cause, 0);
  }

  private Throwable copy(Throwable original, int depth) {
    if (original == null || depth == 50) {
      return null;
    }
    StoreException copy =
        new StoreException(
            original.getClass().getName() + ": " + hideIn(original.getMessage()),
            copy(original.getCause(), depth + 1));
    copy.setStackTrace(original.getStackTrace());
    return copy;
  }
}
