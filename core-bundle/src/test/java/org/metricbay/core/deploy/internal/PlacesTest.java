package org.metricbay.core.deploy.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.metricbay.core.collect.Shipped;
import org.metricbay.core.deploy.internal.Content.Artifact;
import org.osgi.framework.Version;

final class PlacesTest {
  private static final Maker ACME = new Maker(Optional.of("Acme"), Optional.of("org.acme"));

  @TempDir private Path folder;

  private Path file() {
    return folder.resolve("data/seniority");
  }

  private static Artifact artifact(String file, String name, Maker maker) {
    return new Artifact(file, file, name, Version.emptyVersion, 0, false, Ties.NONE, maker);
  }

  private Places saved(Artifact... artifacts) {
    Places places = new Places(file());
    places.add(List.of(artifacts), Shipped.NONE);
    places.save();
    return new Places(file());
  }

  @Test
  void areReadAsTheyWereWritten() {
    Places places = saved(artifact("ü.jar", "b", ACME), artifact("a\\x0a.jar", "a", Maker.UNKNOWN));
    assertThat(places.order()).isEqualTo(Map.of("b", 0, "a", 1));
    assertThat(places.byName()).containsValue(new Places.Place("b", "ü.jar", ACME));
    assertThat(places.byName()).containsValue(new Places.Place("a", "a\\x0a.jar", Maker.UNKNOWN));
  }

  @Test
  void anotherMakerInAnotherFileIsANewcomer() {
    Places places = saved(artifact("a.jar", "a", ACME), artifact("b.jar", "b", ACME));
    assertThat(places.add(List.of(artifact("a-2.jar", "a", ACME)), Shipped.NONE)).isFalse();
    assertThat(places.add(List.of(artifact("x.jar", "a", Maker.UNKNOWN)), Shipped.NONE)).isTrue();
    assertThat(places.order()).isEqualTo(Map.of("b", 0, "a", 1));
  }

  @Test
  void ofTheDistributionNobodyInherits() {
    Shipped shipped = new Shipped(Map.of("a", "a.jar"));
    Places places = saved(artifact("a.jar", "a", ACME), artifact("b.jar", "b", ACME));
    assertThat(places.add(List.of(artifact("a-2.jar", "a", ACME)), shipped)).isTrue();
    assertThat(places.order()).isEqualTo(Map.of("b", 0, "a", 1));
  }

  @Test
  void goOnInPlaceWithWhoeverRanLast() {
    Places places = saved(artifact("a.jar", "a", ACME));
    places.ran(artifact("a.jar", "a", Maker.UNKNOWN));
    assertThat(places.byName()).containsValue(new Places.Place("a", "a.jar", Maker.UNKNOWN));
  }

  @Test
  void damageCostsNoMoreThanTheOrder() throws Exception {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    saved(artifact("a.jar", "a", ACME), artifact("b.jar", "b", ACME));
    byte[] good = Files.readAllBytes(file());
    for (int i = 0; i < 500; i++) {
      byte[] bad = Arrays.copyOf(good, random.nextInt(good.length + 1));
      for (int j = random.nextInt(4); j > 0 && bad.length > 0; j--) {
        bad[random.nextInt(bad.length)] = (byte) random.nextInt();
      }
      Files.write(file(), bad);
      Places places = new Places(file());
      places.retain(Set.of("a", "b"));
      places.add(List.of(artifact("a.jar", "a", ACME), artifact("b.jar", "b", ACME)), Shipped.NONE);
      places.save();
      assertThat(places.order().keySet()).as("seed %d", seed).containsOnly("a", "b");
      assertThat(new Places(file()).order()).as("seed %d", seed).isEqualTo(places.order());
    }
  }
}
