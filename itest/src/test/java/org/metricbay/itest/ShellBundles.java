package org.metricbay.itest;

import java.io.IOException;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The bundles of the framework, as {@code lb} lists them at the prompt.
 *
 * @param all one for each line
 */
record ShellBundles(List<One> all) {
  private static final Pattern LINE =
      Pattern.compile("(?m)^\\s*(\\d+)\\|(\\w+)\\s*\\|\\s*\\d+\\|([\\w.-]+)[^\\r\\n]*");

  /**
   * One bundle.
   *
   * @param id the framework's number for it
   * @param state its state, for example {@code Active}
   * @param symbolicName its symbolic name
   */
  record One(String id, String state, String symbolicName) {
    static One of(MatchResult line) {
      return new One(line.group(1), line.group(2), line.group(3));
    }
  }

  static ShellBundles of(ShellSession shell) throws IOException {
    return new ShellBundles(LINE.matcher(shell.type("lb -s")).results().map(One::of).toList());
  }

  List<String> symbolicNames() {
    return all.stream().map(One::symbolicName).toList();
  }

  /** The number of the last bundle of this symbolic name. */
  String id(String symbolicName) {
    return all.stream()
        .filter(one -> one.symbolicName().equals(symbolicName))
        .map(One::id)
        .reduce((first, second) -> second)
        .orElseThrow(() -> new AssertionError("no " + symbolicName + " among " + all));
  }
}
