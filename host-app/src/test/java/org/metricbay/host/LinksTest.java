package org.metricbay.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The README of a distribution leads to files that are in it. */
final class LinksTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:)([^)#]+)[^)]*\\)");

  @Test
  void whatTheReadmeNamesIsCopiedIntoTheDistribution() throws IOException {
    String copied = Files.readString(Path.of("pom.xml"));
    Matcher includes = Pattern.compile("<fileset [^>]*includes=\"([^\"]+)\"").matcher(copied);
    assertThat(includes.find()).isTrue();
    List<String> kept = List.of(includes.group(1).replaceAll("/\\*+", "").split(",", -1));
    List<String> dead = new ArrayList<>();
    Matcher link = LINK.matcher(Files.readString(ROOT.resolve("README.md")));
    while (link.find()) {
      String target = link.group(1);
      if (!Files.exists(ROOT.resolve(target)) || !kept.contains(target.split("/", 2)[0])) {
        dead.add(target);
      }
    }
    assertThat(dead).isEmpty();
  }
}
