package org.metricbay.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.metricbay.api.MetricFamily;

/** Random families, some of which clash, give the page that client_java's writers give. */
class PageJudgedTest {
  private static final int PAGES = 300;
  private static final Pattern NUMBER = Pattern.compile(" ([-+0-9.EINaf]+)(?= |$)");

  /** client_java has Java's text also in these labels. */
  private static final Pattern BOUND =
      Pattern.compile("(?<=(le|quantile)=\")[-+0-9.eEINaf]+(?=\")");

  /** As it differs, it is not asked for one: client_java escapes also what needs it not. */
  private static final Escaping[] ESCAPINGS = {
    Escaping.UNDERSCORES, Escaping.VALUES, Escaping.ALLOW_UTF8
  };

  @ParameterizedTest
  @EnumSource
  void writesTheSameAsClientJava(PageFormat format) throws IOException {
    long seed = Long.getLong("metricbay.test.seed", System.nanoTime());
    RandomFamilies families = new RandomFamilies(new Random(seed), false);
    // One for all pages, as what it keeps of one must not show on another.
    PageWriter writer = new PageWriter(format);
    for (int i = 0; i < PAGES; i++) {
      List<MetricFamily> of = families.page();
      for (Escaping escaping : ESCAPINGS) {
        PageText page = new PageText(1);
        writer.write(of, escaping, page);
        assertThat(lines(page.toString()))
            .as("-Dmetricbay.test.seed=%s, page %s, %s", seed, i, escaping)
            .isEqualTo(lines(new ClientJavaPage(format).write(of, escaping)));
      }
    }
  }

  /**
   * The lines with numbers in one form. Order of samples is ours to choose, so it does not count.
   */
  private static List<String> lines(String page) {
    return page.lines()
        .map(
            line ->
                line.startsWith("#")
                    ? line
                    : BOUND
                        .matcher(
                            NUMBER
                                .matcher(line)
                                .replaceAll(
                                    found -> " " + Double.valueOf(parsable(found.group(1)))))
                        .replaceAll(found -> "" + Double.valueOf(parsable(found.group()))))
        .sorted()
        .toList();
  }

  private static String parsable(String number) {
    return number.replace("Inf", "Infinity");
  }
}
