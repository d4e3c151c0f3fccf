package org.metricbay.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** A short soak. */
class SoakIT {

  @Test
  void keepsItsPromises(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path work) throws Exception {
    SoakOptions options =
        SoakOptions.of(
            List.of(
                "--cycles", System.getProperty("soak.cycles"),
                "--seed", System.getProperty("soak.seed")));
    Report report = new Soak(options, work).run();
    assertThat(report.brokenPromises())
        .as("%s%nexamples: %s%nfolders: %s", report.table(), report.examples(), work)
        .isEmpty();
  }
}
