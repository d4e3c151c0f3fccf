package org.metricbay.itest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What runs is a function of what lies in the folder, however it came there. */
@ExtendWith(SharedAgent.class)
class FolderStateIT {
  private static final byte[] ONE = PluginJar.collector("demo").value(1).bytes();
  private static final byte[] TWO = PluginJar.collector("demo").value(2).bytes();
  private static final byte[] HIGHER =
      PluginJar.collector("demo").version("1.1.0").value(3).bytes();

  private static void touch(Path file, String when) throws Exception {
    Files.setLastModifiedTime(file, FileTime.from(Instant.parse(when)));
  }

  private static String state(JsonNode plugins, String file) {
    return PackedAgent.file(plugins, file).path("state").asText();
  }

  @Test
  void ofTwoFilesWithOneBundleTheNewerRuns(PackedAgent agent, Scraper scraper) throws Exception {
    touch(agent.drop("b.jar", ONE), "2026-01-01T00:00:00Z");
    agent.awaitValue("demo_value", 1);
    scraper.require("demo_");
    touch(agent.drop("a.jar", TWO), "2026-02-01T00:00:00Z");
    agent.awaitValue("demo_value", 2);
    JsonNode seen = agent.awaitFile("b.jar", "SHADOWED");
    assertThat(seen.get("reason").asText()).contains("a.jar has org.example.demo 1.0.0");
    agent.awaitLog("b.jar: org.example.demo 1.0.0 is not run: a.jar has");

    agent.delete("a.jar");
    agent.awaitValue("demo_value", 1);
    agent.awaitFile("b.jar", "RUNNING");
  }

  @Test
  void sameBundleTwiceRunsOnceAndLosesNothing(PackedAgent agent, Scraper scraper) throws Exception {
    touch(agent.drop("one.jar", ONE), "2026-01-01T00:00:00Z");
    agent.awaitValue("demo_value", 1);
    scraper.require("demo_");
    touch(agent.drop("two.jar", ONE), "2026-02-01T00:00:00Z");
    agent.awaitFile("one.jar", "SHADOWED");
    agent.awaitFile("two.jar", "RUNNING");
    agent.delete("two.jar");
    agent.awaitFile("one.jar", "RUNNING");
    scraper.awaitScrapes(5);
  }

  @Test
  void ofTwoVersionsTheHigherRuns(PackedAgent agent, Scraper scraper) throws Exception {
    touch(agent.drop("high.jar", HIGHER), "2026-01-01T00:00:00Z");
    agent.awaitValue("demo_value", 3);
    scraper.require("demo_");
    touch(agent.drop("low.jar", ONE), "2026-02-01T00:00:00Z");
    agent.awaitFile("low.jar", "SHADOWED");
    assertThat(agent.scrape().value("demo_value")).isEqualTo(3);
    assertThat(agent.plugins().get("plugins").findValuesAsText("name"))
        .containsExactlyInAnyOrder("demo", "deploy", "healthy");

    agent.delete("high.jar");
    agent.awaitValue("demo_value", 1);
    agent.drop("high.jar", HIGHER);
    agent.awaitValue("demo_value", 3);
  }

  @Test
  void ofTwoVersionsTheLowerRunsIfTheHigherCannot(PackedAgent agent, Scraper scraper)
      throws Exception {
    agent.drop("low.jar", ONE);
    agent.awaitValue("demo_value", 1);
    scraper.require("demo_");
    agent.drop("high.jar", PluginJar.collector("demo").version("2.0.0").with("start", "throw"));
    agent.awaitFile("high.jar", "REFUSED");
    agent.awaitFile("low.jar", "RUNNING");
  }

  @Test
  void lowerVersionInTheSameFileIsADowngrade(PackedAgent agent, Scraper scraper) throws Exception {
    agent.drop("demo.jar", HIGHER);
    agent.awaitValue("demo_value", 3);
    scraper.require("demo_");
    agent.drop("demo.jar", ONE);
    agent.awaitValue("demo_value", 1);
    agent.awaitLog("demo.jar: updated org.example.demo 1.0.0 \\(was 1.1.0\\)");
  }

  @Test
  void fileWithAnotherSymbolicNameIsOnePluginLessAndOneMore(PackedAgent agent) throws Exception {
    agent.drop("demo.jar", ONE);
    agent.awaitValue("demo_value", 1);
    agent.drop("demo.jar", PluginJar.collector("other").value(5));
    agent.awaitValue("other_value", 5);
    agent.awaitNo("demo_value");
    JsonNode file = agent.awaitFile("demo.jar", "RUNNING");
    assertThat(file.get("symbolicName").asText()).isEqualTo("org.example.other");
  }

  @Test
  void renamedFileGoesOnRunning(PackedAgent agent, Scraper scraper) throws Exception {
    Path file = agent.drop("demo.jar", ONE);
    agent.awaitValue("demo_value", 1);
    scraper.require("demo_");
    Files.move(file, agent.deploy().resolve("renamed.jar"), StandardCopyOption.ATOMIC_MOVE);
    agent.awaitFile("renamed.jar", "RUNNING");
    scraper.awaitScrapes(5);
    assertThat(state(agent.plugins(), "demo.jar")).isEmpty();
  }

  @Test
  void otherContentOfTheSameSizeAndTimeIsSeen(PackedAgent agent, Scraper scraper) throws Exception {
    assertThat(ONE).hasSameSizeAs(TWO);
    Path file = agent.drop("demo.jar", ONE);
    touch(file, "2026-01-01T00:00:00Z");
    agent.awaitValue("demo_value", 1);
    agent.awaitFile("demo.jar", "RUNNING");
    scraper.require("demo_");
    Files.write(file, TWO);
    touch(file, "2026-01-01T00:00:00Z");
    agent.awaitValue("demo_value", 2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1980-01-01T00:00:00Z", "2099-01-01T00:00:00Z"})
  void clockMayJump(String when, PackedAgent agent, Scraper scraper) throws Exception {
    touch(agent.drop("demo.jar", ONE), "2026-01-01T00:00:00Z");
    agent.awaitValue("demo_value", 1);
    scraper.require("demo_");
    Path written = agent.deploy().resolve(".demo.jar");
    Files.write(written, TWO);
    touch(written, when);
    Files.move(written, agent.deploy().resolve("demo.jar"), StandardCopyOption.ATOMIC_MOVE);
    agent.awaitValue("demo_value", 2);
  }

  @Test
  void copyInSmallPiecesIsAnUpgradeLikeAnyOther(PackedAgent agent, Scraper scraper)
      throws Exception {
    Path file = agent.drop("demo.jar", ONE);
    agent.awaitValue("demo_value", 1);
    scraper.require("demo_");
    try (OutputStream out = Files.newOutputStream(file)) {
      for (byte piece : HIGHER) {
        out.write(piece);
      }
    }
    agent.awaitValue("demo_value", 3);
    agent.awaitFile("demo.jar", "RUNNING");
  }

  @Test
  void symbolicLinkIsFollowedAlsoWhenItsTargetChanges(
      PackedAgent agent, Scraper scraper, @TempDir Path elsewhere) throws Exception {
    Path one = Files.write(elsewhere.resolve("one"), ONE);
    Path two = Files.write(elsewhere.resolve("two"), TWO);
    Path link = agent.deploy().resolve("demo.jar");
    Files.createSymbolicLink(link, one);
    agent.awaitValue("demo_value", 1);
    scraper.require("demo_");

    Path next = Files.createSymbolicLink(agent.deploy().resolve(".next"), two);
    Files.move(next, link, StandardCopyOption.ATOMIC_MOVE);
    agent.awaitValue("demo_value", 2);

    // Nothing in the watched folder changes here.
    Path fresh = Files.write(elsewhere.resolve("fresh"), HIGHER);
    Files.move(fresh, two, StandardCopyOption.ATOMIC_MOVE);
    agent.awaitValue("demo_value", 3);
  }

  /** As kubelet changes a mounted ConfigMap: files link into ..data, itself a link. */
  @Test
  void kubernetesSwitchOfAllFilesAtOnce(PackedAgent agent, Scraper scraper) throws Exception {
    Path folder = agent.deploy();
    Path first = Files.createDirectories(folder.resolve("..2026_01_01"));
    Path second = Files.createDirectories(folder.resolve("..2026_02_02"));
    Path data = folder.resolve("..data");
    try {
      Files.write(first.resolve("demo.jar"), ONE);
      Files.write(second.resolve("demo.jar"), TWO);
      Files.createSymbolicLink(data, first.getFileName());
      Files.createSymbolicLink(folder.resolve("demo.jar"), Path.of("..data", "demo.jar"));
      agent.awaitValue("demo_value", 1);
      scraper.require("demo_");
      Path next = Files.createSymbolicLink(folder.resolve("..data_tmp"), second.getFileName());
      Files.move(next, data, StandardCopyOption.ATOMIC_MOVE);
      Files.delete(first.resolve("demo.jar"));
      Files.delete(first);
      agent.awaitValue("demo_value", 2);
    } finally {
      Files.deleteIfExists(folder.resolve("demo.jar"));
      Files.deleteIfExists(data);
      Files.deleteIfExists(second.resolve("demo.jar"));
      Files.deleteIfExists(second);
    }
  }

  @Test
  void manyFilesAtOnce(PackedAgent agent, Scraper scraper) throws Exception {
    for (int i = 0; i < 10; i++) {
      agent.drop("many" + i + ".jar", PluginJar.collector("many" + i).value(i));
    }
    for (int i = 0; i < 10; i++) {
      agent.awaitValue("many" + i + "_value", i);
    }
    scraper.require("many");
  }
}
