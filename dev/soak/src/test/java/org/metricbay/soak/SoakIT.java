package org.metricbay.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Short soaks, the same each time unless {@code -Dsoak.seed} gives another seed. */
class SoakIT {

  @Test
  void keepsItsPromises(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path work) throws Exception {
    assertKeepsPromises(work, "4", "--cycles", System.getProperty("soak.cycles"));
  }

  /** Not with each build yet: the agent does not keep all of them. */
  @Tag("slow")
  @Test
  void keepsThemAmongTheHostile(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path work)
      throws Exception {
    assertKeepsPromises(
        work, "17", "--hostile", "--cycles", System.getProperty("soak.hostile.cycles"));
  }

  @SuppressWarnings("SystemOut") // The seed is known also if the test is killed.
  private static void assertKeepsPromises(Path work, String usualSeed, String... extent)
      throws Exception {
    String given = System.getProperty("soak.seed", "");
    String seed = given.isEmpty() ? usualSeed : given;
    System.out.println("soak with seed " + seed + ": " + String.join(" ", extent));
    List<String> arguments = new ArrayList<>(List.of(extent));
    arguments.addAll(List.of("--seed", seed));
    Report report = new Soak(SoakOptions.of(arguments), work).run();
    assertThat(report.brokenPromises())
        .as("%s%nexamples: %s%nfolders: %s", report.table(), report.examples(), work)
        .isEmpty();
  }
}
