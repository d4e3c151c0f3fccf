package org.metricbay.core.deploy.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.metricbay.core.collect.Shipped;
import org.metricbay.core.deploy.internal.Content.Artifact;
import org.osgi.framework.Version;

class LeftOutTest {
  @TempDir private Path work;
  private final Map<String, Content> contents = new TreeMap<>();
  private final Map<String, Refusal> refused = new HashMap<>();
  private Path file;
  private GoodVersions good;

  @BeforeEach
  void prepare() {
    file = work.resolve("left-out");
    good = none();
    add("cpu.jar", "org.metricbay.cpu", "c1", 9000);
    add("a.jar", "org.example.a", "a1", 1000);
    add("b.jar", "org.example.b", "b1", 2000);
  }

  private static final Shipped SHIPPED = new Shipped(Map.of("org.metricbay.cpu", "cpu.jar"));

  private GoodVersions none() {
    return GoodVersions.load(
        new KeptJars(work.resolve("kept")),
        new JarReader(java.util.Set::of, Optional.empty(), 1 << 20));
  }

  private void add(String name, String symbolicName, String digest, long modified) {
    contents.put(
        name, new Artifact(name, digest, symbolicName, Version.emptyVersion, modified, false));
  }

  private Artifact artifact(String name) {
    if (contents.get(name) instanceof Artifact artifact) {
      return artifact;
    }
    throw new AssertionError(name);
  }

  private LeftOut applied() {
    LeftOut leftOut = new LeftOut(file, SHIPPED);
    leftOut.applyTo(contents, good, refused);
    return leftOut;
  }

  @Test
  void refusesWhatTheFileNames() throws IOException {
    Files.writeString(file, "a1\tended it\n");
    LeftOut leftOut = applied();
    assertThat(refused).hasSize(1);
    assertThat(refused).containsValue(Refusal.of("ended it"));
    assertThat(leftOut.contains(artifact("a.jar"))).isTrue();
    assertThat(leftOut.contains(artifact("b.jar"))).isFalse();
  }

  @Test
  void newestIsNeverOneOfTheAgents() throws IOException {
    Files.writeString(file, "newest\tnobody knows\n");
    applied();
    assertThat(refused).containsOnlyKeys("b1");
    assertThat(file).hasContent("b1\tnobody knows");
  }

  @Test
  void newestButThoseThatAreLeftOutAlready() throws IOException {
    Files.writeString(file, "b1\tended it\nnewest\tnobody knows\n");
    applied();
    assertThat(refused).containsOnlyKeys("a1", "b1");
  }

  @Test
  void anotherFileIsForgiven() throws IOException {
    Files.writeString(file, "a1\tended it\n");
    add("a.jar", "org.example.a", "a2", 3000);
    applied();
    assertThat(refused).isEmpty();
    assertThat(file).isEmptyFile();
  }

  @Test
  void whatSomebodyStartsIsForgiven() throws IOException {
    Files.writeString(file, "a1\tended it\nb1\ttoo\n");
    LeftOut leftOut = applied();
    assertThat(leftOut.admit("org.example.c", contents, refused)).isEmpty();
    assertThat(leftOut.admit("org.example.a", contents, refused)).contains("a.jar");
    assertThat(leftOut.admit("b.jar", contents, refused)).contains("b.jar");
    assertThat(refused).isEmpty();
    assertThat(file).isEmptyFile();
  }

  @Test
  void whatIsAddedMeanwhileCounts() throws IOException {
    LeftOut leftOut = applied();
    Files.writeString(file, "b1\tstopped it\n");
    leftOut.applyTo(contents, good, refused);
    assertThat(refused).containsOnlyKeys("b1");
  }

  @Test
  void aFileThatMakesNoSenseLeavesNothingOut() throws IOException {
    Files.write(file, new byte[] {0, 1, (byte) 0xff, '\n', '\t', 'x', '\n'});
    applied();
    assertThat(refused).isEmpty();
  }
}
