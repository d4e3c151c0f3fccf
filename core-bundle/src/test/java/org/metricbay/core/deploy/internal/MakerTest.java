package org.metricbay.core.deploy.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.metricbay.core.deploy.internal.Content.Artifact;

final class MakerTest {
  private final JarReader reader = new JarReader(Set::of, Optional.empty(), 1 << 20);

  private Maker of(TestJar jar) {
    if (reader.read("a.jar", jar.bytes(), 0) instanceof Artifact artifact) {
      return artifact.maker();
    }
    throw new AssertionError();
  }

  private static TestJar jar() {
    return TestJar.bundle("org.example.x", "1.0.0");
  }

  private static String pom(String group, String artifact) {
    return "META-INF/maven/" + group + "/" + artifact + "/pom.properties";
  }

  @Test
  void isReadFromTheManifestAndMavensFolders() {
    assertThat(of(jar())).isEqualTo(Maker.UNKNOWN);
    assertThat(of(jar().header("Bundle-Vendor", " Acme\u202e ")).vendor()).contains("Acme?");
    assertThat(of(jar().entry(pom("org.acme", "y"), "")).group()).contains("org.acme");
  }

  @Test
  void ofABundleWithOthersInItItsOwnGroupCounts() {
    TestJar fat = jar().entry(pom("commons-io", "commons-io"), "").entry(pom("org.acme", "x"), "");
    assertThat(of(fat).group()).contains("org.acme");
    TestJar unclear = jar().entry(pom("a", "a"), "").entry(pom("b", "b"), "");
    assertThat(of(unclear).group()).isEmpty();
  }

  @Test
  void isTheSameWhereSomethingAgreesAndNothingDiffers() {
    Maker vendor = new Maker(Optional.of("Acme"), Optional.empty());
    Maker both = new Maker(Optional.of("Acme"), Optional.of("org.acme"));
    Maker group = new Maker(Optional.empty(), Optional.of("org.acme"));
    assertThat(vendor.isSameAs(both)).isTrue();
    assertThat(both.isSameAs(group)).isTrue();
    assertThat(Maker.UNKNOWN.isSameAs(Maker.UNKNOWN)).isTrue();
    assertThat(vendor.isSameAs(group)).isFalse();
    assertThat(Maker.UNKNOWN.isSameAs(vendor)).isFalse();
    assertThat(both.isSameAs(new Maker(Optional.of("Acme"), Optional.of("org.other")))).isFalse();
    assertThat(both.isSameAs(new Maker(Optional.of("Other"), Optional.of("org.acme")))).isFalse();
  }
}
