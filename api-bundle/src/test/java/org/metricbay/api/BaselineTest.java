package org.metricbay.api;

import static org.assertj.core.api.Assertions.assertThat;

import aQute.bnd.differ.Baseline;
import aQute.bnd.differ.DiffPluginImpl;
import aQute.bnd.osgi.Instructions;
import aQute.bnd.osgi.Jar;
import aQute.bnd.osgi.Processor;
import aQute.bnd.service.diff.Delta;
import aQute.bnd.service.diff.Diff;
import java.io.File;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * A plugin built against the first API runs on every later one of the same major version: the
 * package's version must say what has changed since {@code src/baseline}, as bnd judges it.
 */
final class BaselineTest {
  @Test
  void thePackagesVersionSaysWhatHasChangedSinceTheBaseline() throws Exception {
    try (Processor processor = new Processor();
        Jar current = new Jar(new File("target/classes"));
        Jar released = new Jar(new File("src/baseline/api-1.0.0.jar"))) {
      Baseline baseline = new Baseline(processor, new DiffPluginImpl());
      assertThat(baseline.baseline(current, released, new Instructions("org.metricbay.api")))
          .singleElement()
          .satisfies(
              api ->
                  assertThat(api.mismatch || api.packageDiff.getDelta() == Delta.MAJOR)
                      .as(
                          "the API changed (%s) and package-info.java says %s; it must be at least"
                              + " %s:%n%s",
                          api.packageDiff.getDelta(),
                          api.newerVersion,
                          api.suggestedVersion,
                          changes(api.packageDiff))
                      .isFalse());
    }
  }

  private static String changes(Diff diff) {
    return diff.getChildren().stream()
        .filter(child -> child.getDelta() != Delta.UNCHANGED && child.getDelta() != Delta.IGNORED)
        .map(child -> child + "\n" + changes(child))
        .collect(Collectors.joining());
  }
}
