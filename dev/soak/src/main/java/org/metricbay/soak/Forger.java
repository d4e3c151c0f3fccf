package org.metricbay.soak;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Changes signed JARs so that they would run something else, for who reads them in another way than
 * who has judged them: {@link #EVIL} would be on the page.
 */
final class Forger {
  static final String EVIL = "evil_value";
  private static final String GOOD = "soak_value";
  private static final String MANIFEST = "META-INF/MANIFEST.MF";
  private static final String CLASS = PluginJar.CLASSES + "SoakPlugin.class";

  private final Random random;

  Forger(Random random) {
    this.random = random;
  }

  byte[] forged(byte[] signed) throws IOException {
    List<RawZip.Entry> entries = new ArrayList<>(RawZip.read(signed));
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      change(entries);
    }
    byte[] zip = RawZip.write(entries, 1);
    if (random.nextInt(10) == 0) {
      byte[] other = RawZip.write(List.of(manifest(entries), evilClass()));
      return random.nextBoolean() ? joined(zip, other) : joined(other, zip);
    }
    return zip;
  }

  private void change(List<RawZip.Entry> entries) throws IOException {
    int at = random.nextInt(entries.size());
    RawZip.Entry evil = random.nextInt(4) == 0 ? evilProperties(entries) : evilClass();
    switch (random.nextInt(9)) {
      // Under a name that somebody may take for the right one.
      case 0, 1 -> entries.add(at, evil.named(like(evil.name())));
      case 2 -> {
        entries.removeIf(entry -> entry.name().equals(evil.name()));
        entries.add(evil.named(like(evil.name())));
      }
      case 3 -> entries.add(evil.namedInDirectory(like(evil.name())));
      case 4 -> entries.add(evil.namedInFront(like(evil.name())));
      case 5 -> entries.replaceAll(entry -> entry.name().equals(evil.name()) ? evil : entry);
      case 6 -> classPath(entries);
      case 7 -> entries.remove(at);
      default -> Collections.shuffle(entries, random);
    }
  }

  private String like(String name) {
    return switch (random.nextInt(10)) {
      case 0 -> name + "/";
      case 1 -> "/" + name;
      case 2 -> "./" + name;
      case 3 -> name.replace("/", "//");
      case 4 -> name.replace('/', '\\');
      case 5 -> name.toUpperCase(Locale.ROOT);
      case 6 -> "META-INF/versions/" + (9 + random.nextInt(9)) + "/" + name;
      case 7 -> "x/../" + name;
      case 8 -> name + "\u0000";
      default -> name;
    };
  }

  /** A JAR within the JAR under a name of a signature, and a manifest that has it run. */
  private void classPath(List<RawZip.Entry> entries) throws IOException {
    String nested =
        List.of("META-INF/SIG-IN.jar", "META-INF/IN.EC", "META-INF/IN.SF", "lib/in.jar/")
            .get(random.nextInt(4));
    RawZip.Entry manifest = manifest(entries);
    String text = new String(manifest.data(), StandardCharsets.UTF_8);
    byte[] evil =
        text.replaceFirst(
                "\r\n", "\r\nBundle-ClassPath: " + nested + ",.\r\nMulti-Release: true\r\n")
            .getBytes(StandardCharsets.UTF_8);
    RawZip.Entry other = RawZip.Entry.stored(MANIFEST, evil);
    byte[] inner = RawZip.write(List.of(evilClass(), evilProperties(entries)));
    entries.add(RawZip.Entry.stored(nested, inner));
    if (random.nextBoolean()) {
      // Unless an earlier change has taken it away.
      entries.replaceAll(
          entry -> entry.equals(manifest) ? entry.named("META-INF/manifest.mf") : entry);
    }
    entries.add(random.nextInt(entries.size() + 1), other.named(like(MANIFEST)));
  }

  private static RawZip.Entry manifest(List<RawZip.Entry> entries) {
    return entries.stream()
        .filter(entry -> entry.name().equalsIgnoreCase(MANIFEST))
        .findFirst()
        .orElseGet(() -> RawZip.Entry.stored(MANIFEST, new byte[0]));
  }

  /** The plugin's class, which would show another name. */
  private static RawZip.Entry evilClass() throws IOException {
    String text = new String(JarBytes.classFile("SoakPlugin"), StandardCharsets.ISO_8859_1);
    return RawZip.Entry.stored(
        CLASS, text.replace(GOOD, EVIL).getBytes(StandardCharsets.ISO_8859_1));
  }

  /** What the plugin reads, by which it would show its value under another label. */
  private static RawZip.Entry evilProperties(List<RawZip.Entry> entries) {
    String name = "plugin.properties";
    String text =
        entries.stream()
            .filter(entry -> entry.name().equals(name))
            .map(entry -> new String(entry.data(), StandardCharsets.ISO_8859_1))
            .findFirst()
            .orElse("good-collections=1000000\n");
    return RawZip.Entry.stored(
        name, (text + "name=" + EVIL + "\n").getBytes(StandardCharsets.ISO_8859_1));
  }

  private static byte[] joined(byte[] first, byte[] second) {
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.writeBytes(first);
    both.writeBytes(second);
    return both.toByteArray();
  }
}
