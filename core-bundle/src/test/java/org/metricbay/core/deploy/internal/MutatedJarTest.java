package org.metricbay.core.deploy.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.metricbay.core.deploy.internal.Content.Artifact;
import org.metricbay.core.deploy.internal.Content.Problem;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;

/**
 * Signed JARs, changed at random: either one is refused in plain words, or all that is found in the
 * installed bundle was signed. {@code -Dmetricbay.jar.seeds=20000} tries more, and {@code
 * -Dmetricbay.jar.seed=N} one of them again.
 */
final class MutatedJarTest {
  private static final int SEEDS = Integer.getInteger("metricbay.jar.seeds", 300);
  private static final long FIRST = Long.getLong("metricbay.jar.seed", new Random().nextInt());
  private static final String MANIFEST =
      """
      Manifest-Version: 1.0
      Bundle-ManifestVersion: 2
      Bundle-SymbolicName: test.signed
      Bundle-Version: 1.0.0
      Bundle-ClassPath: .,lib/in.jar
      Multi-Release: true

      """
          .replace("\n", "\r\n");

  @TempDir private static Path home;

  private final Map<String, byte[]> nested = new HashMap<>();
  private int run;
  private int refused;

  private List<RawJar.Entry> plugin() throws Exception {
    nested.put("nested/in.txt", text("MARK-0000 nested"));
    nested.put(JarMutations.CLASS, SignedJars.marked(SignedJars.GOOD));
    List<RawJar.Entry> inner = new ArrayList<>();
    nested.forEach((name, content) -> inner.add(new RawJar.Entry(name, content, true)));
    return List.of(
        new RawJar.Entry("META-INF/MANIFEST.MF", text(MANIFEST), false),
        new RawJar.Entry("org/", new byte[0], false),
        new RawJar.Entry(JarMutations.CLASS, nested.get(JarMutations.CLASS), true),
        new RawJar.Entry("data.txt", text("MARK-0000 data"), false),
        new RawJar.Entry("\u00fc/empty.txt", new byte[0], false),
        new RawJar.Entry("META-INF/services/a.B", text("MARK-0000 service"), false),
        new RawJar.Entry("META-INF/versions/9/data.txt", text("MARK-0000 of 9"), true),
        new RawJar.Entry(JarMutations.NESTED, RawJar.of(inner).bytes(), false));
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static List<RawJar.Entry> entries(byte[] jar) throws Exception {
    List<RawJar.Entry> entries = new ArrayList<>();
    SignedJars.entries(jar)
        .forEach((name, content) -> entries.add(new RawJar.Entry(name, content, false)));
    return entries;
  }

  @Test
  void runNothingThatWasNotSigned() throws Exception {
    System.out.println("MutatedJarTest: " + SEEDS + " seeds from " + FIRST);
    SignedJars keys = new SignedJars(home);
    byte[] unsigned = RawJar.of(plugin()).bytes();
    byte[] jar = keys.sign(unsigned, "trusted");
    List<RawJar.Entry> entries = entries(jar);
    List<RawJar.Entry> foreign = entries(keys.sign(evil(), "other"));
    InstalledBytes oracle = new InstalledBytes(signed(jar), nested);
    SignatureCheck check = SignatureCheck.of(keys.store("trusted"));
    Set<String> builtIns = Set.of("org.metricbay.core");
    JarReader strict = new JarReader(() -> builtIns, Optional.of(check), 1 << 20);
    JarReader lenient = new JarReader(() -> builtIns, Optional.empty(), 1 << 20);
    try (TestAgent agent = TestAgent.start(home.resolve("agent"))) {
      PluginBundles signedOnly = bundles(agent, true);
      PluginBundles any = bundles(agent, false);
      byte[] twice = keys.sign(jar, "other");
      for (byte[] whole : List.of(jar, twice)) {
        assertThat(runs(strict, signedOnly, whole, oracle)).isTrue();
      }
      for (int i = 0; i < SEEDS; i++) {
        long seed = FIRST + i;
        List<RawJar.Entry> from = seed % 4 == 0 ? entries(twice) : entries;
        byte[] mutated = new JarMutations(new Random(seed), foreign).mutated(RawJar.of(from));
        try {
          count(runs(strict, signedOnly, mutated, oracle));
          installsWhatIsJudged(lenient, any, mutated);
        } catch (AssertionError | Exception e) {
          throw new AssertionError("-Dmetricbay.jar.seed=" + seed, e);
        }
      }
    }
    System.out.println("MutatedJarTest: " + run + " ran, " + refused + " were refused");
    if (SEEDS >= 300) {
      assertThat(run).as("harmless ones that run").isGreaterThan(SEEDS / 20);
      assertThat(refused).as("bad ones").isGreaterThan(SEEDS / 5);
    }
  }

  private byte[] evil() throws Exception {
    List<RawJar.Entry> evil = new ArrayList<>(plugin());
    evil.forEach(
        entry -> {
          if (entry.name().endsWith(".txt")) {
            entry.content(text(SignedJars.EVIL), false);
          }
        });
    evil.add(new RawJar.Entry("evil.txt", text(SignedJars.EVIL), false));
    return RawJar.of(evil).bytes();
  }

  private static Map<String, byte[]> signed(byte[] jar) throws Exception {
    Map<String, byte[]> signed = SignedJars.entries(jar);
    signed.keySet().removeIf(name -> name.endsWith("/") || name.matches("META-INF/TRUST.*"));
    return signed;
  }

  private static PluginBundles bundles(TestAgent agent, boolean signedOnly) {
    return new PluginBundles(
        agent.framework().getBundleContext(),
        agent.gate(),
        agent.newStates(),
        agent.engine().threads(),
        agent.deploy,
        signedOnly);
  }

  private void count(boolean ran) {
    run += ran ? 1 : 0;
    refused += ran ? 0 : 1;
  }

  private static boolean runs(
      JarReader reader, PluginBundles bundles, byte[] jar, InstalledBytes oracle) throws Exception {
    if (reader.read("a.jar", jar, 0) instanceof Artifact artifact) {
      assertThat(artifact.symbolicName()).isEqualTo("test.signed");
      Bundle bundle = bundles.install(artifact, jar);
      try {
        oracle.check(bundle, jar);
      } finally {
        bundle.uninstall();
      }
      return true;
    }
    assertPlain(reader.read("a.jar", jar, 0));
    return false;
  }

  /** Also without signatures nothing else may be installed than what was judged. */
  private static void installsWhatIsJudged(JarReader reader, PluginBundles bundles, byte[] jar)
      throws Exception {
    if (!(reader.read("a.jar", jar, 0) instanceof Artifact artifact)) {
      assertPlain(reader.read("a.jar", jar, 0));
      return;
    }
    assertThat(artifact.symbolicName()).isNotEqualTo("org.metricbay.core");
    try {
      Bundle bundle = bundles.install(artifact, jar);
      try {
        assertThat(bundle.getSymbolicName()).isEqualTo(artifact.symbolicName());
        assertThat(bundle.getVersion()).isEqualTo(artifact.version());
        assertThat(bundle.getHeaders("").get("Fragment-Host")).isNull();
      } finally {
        bundle.uninstall();
      }
    } catch (BundleException e) {
      assertThat(e).hasMessageNotContaining("the framework reads its manifest");
    }
  }

  private static void assertPlain(Content content) {
    String reason = ((Problem) content).reason();
    assertThat(reason)
        .hasSizeLessThan(400)
        .doesNotContain("Exception", "Error:", "java.", "sun.", "\tat ", "\ufffd")
        .doesNotContainPattern("\\p{Cntrl}");
  }
}
