package org.metricbay.textfile;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.metricbay.test.Conformance;
import org.metricbay.test.Page;

/** node_exporter's own test cases: a folder each, and the page that it must give. */
class TextfileConformanceTest {
  /** Times of modification are 1 on the expected pages. */
  private static final String TIME = "node_textfile_mtime_seconds{";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "client_side_timestamp",
        "different_metric_types",
        "histogram",
        "histogram_extra_dimension",
        "inconsistent_metrics",
        "metrics_merge_different_help",
        "metrics_merge_empty_help",
        "metrics_merge_no_help",
        "metrics_merge_same_help",
        "no_metric_files",
        "nonexistent_path",
        "summary",
        "summary_extra_dimension",
        "two_metric_files"
      })
  void saysWhatNodeExporterSays(String name) throws Exception {
    assertSame(name, name);
  }

  @Test
  void pattern() throws Exception {
    assertSame("*_extra_dimension", "glob_extra_dimension");
  }

  @Test
  void severalFolders() throws Exception {
    assertSame("histogram_extra_dimension," + "summary_extra_dimension", "glob_extra_dimension");
  }

  @Test
  void noCaseIsForgotten() throws Exception {
    List<String> tested = new ArrayList<>(List.of("glob_extra_dimension"));
    tested.addAll(
        List.of(
            TextfileConformanceTest.class
                .getDeclaredMethod("saysWhatNodeExporterSays", String.class)
                .getAnnotation(ValueSource.class)
                .strings()));
    try (Stream<Path> files = Files.list(fixtures())) {
      List<String> cases =
          files
              .map(file -> file.getFileName().toString())
              .filter(file -> file.endsWith(".out"))
              .map(file -> file.replace(".out", ""))
              .collect(Collectors.toList());
      assertThat(tested).containsExactlyInAnyOrderElementsOf(cases);
    }
  }

  private static Path fixtures() {
    return Conformance.find().folder().resolve("fixtures/textfile");
  }

  private static void assertSame(String folders, String expected) throws Exception {
    Path fixtures = fixtures();
    String absolute =
        Stream.of(folders.split(","))
            .map(folder -> fixtures + "/" + folder)
            .collect(Collectors.joining(","));
    TextfileCollector collector =
        new TextfileCollector(
            new TextfileSettings(Map.of("textfile.folders", absolute), Capacity.DEFAULT));
    SortedMap<String, String> page = new TreeMap<>();
    Page.of(collector.collect()).lines().forEach((key, value) -> put(page, fixtures, key, value));
    assertThat(page)
        .containsExactlyEntriesOf(
            Page.read(fixtures.resolve(expected + ".out"), name -> true).lines());
  }

  /** As if the folder were below the current one, and with the time that the page expects. */
  private static void put(SortedMap<String, String> page, Path fixtures, String key, String value) {
    String relative = "fixtures/textfile";
    page.put(
        key.replace(fixtures.toString(), relative),
        key.startsWith(TIME) ? "1.0" : value.replace(fixtures.toString(), relative));
    if (key.startsWith(TIME)) {
      assertThat(Double.parseDouble(value)).isGreaterThan(1e9);
    }
  }
}
