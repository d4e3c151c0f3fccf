package org.metricbay.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.jar.JarFile;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Forged JARs that deceive nobody would show nothing. */
class ForgerTest {
  private static final String CLASS = PluginJar.CLASSES + "SoakPlugin.class";

  @Test
  void deceivesWhoReadsAsTheFrameworkDoes(@TempDir Path folder) throws Exception {
    long seed = new Random().nextLong();
    System.out.println("ForgerTest: seed " + seed);
    Forger forger = new Forger(new Random(seed));
    byte[] good =
        Signer.in(folder, "KEY").sign(new PluginJar("a", 1, PluginJar.Flavor.GOOD).bytes());
    int evil = 0;
    int whole = 0;
    for (int i = 0; i < 200; i++) {
      Path jar = Files.write(folder.resolve(i + ".jar"), forger.forged(good));
      try (ZipFile zip = new ZipFile(jar.toFile())) {
        whole++;
        evil += isEvil(zip) ? 1 : 0;
      } catch (ZipException e) {
        // Nobody is deceived by this one.
      }
    }
    assertThat(whole).as("JARs that can be read, seed %d", seed).isGreaterThan(100);
    assertThat(evil).as("JARs with another class, seed %d", seed).isGreaterThan(10);
  }

  private static boolean isEvil(ZipFile zip) throws IOException {
    var entry = zip.getEntry(CLASS);
    return entry != null
        && new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.ISO_8859_1)
            .contains(Forger.EVIL);
  }

  /** Each change may meet what those before it have left. */
  @Test
  void makesSomethingOfWhateverItsOwnChangesLeave() throws Exception {
    byte[] good = new PluginJar("a", 1, PluginJar.Flavor.GOOD).bytes();
    for (long seed = 0; seed < 3000; seed++) {
      assertThat(new Forger(new Random(seed)).forged(good)).as("seed %d", seed).isNotEmpty();
    }
  }

  @Test
  void signsWhatTheJdkTakesForSigned(@TempDir Path folder) throws Exception {
    byte[] signed =
        Signer.in(folder, "KEY").sign(new PluginJar("a", 1, PluginJar.Flavor.GOOD).bytes());
    Path file = Files.write(folder.resolve("a.jar"), signed);
    try (JarFile jar = new JarFile(file.toFile(), true)) {
      var entry = jar.getJarEntry(CLASS);
      assertThat(jar.getInputStream(entry).readAllBytes())
          .isEqualTo(JarBytes.classFile("SoakPlugin"));
      assertThat(entry.getCodeSigners()).hasSize(1);
    }
  }
}
