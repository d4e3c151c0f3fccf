package org.metricbay.core.deploy.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.metricbay.core.testlib.Marked;

/** Changes JARs at random, mostly as somebody would who wants to run what nobody has signed. */
final class JarMutations {
  static final String CLASS = Marked.class.getName().replace('.', '/') + ".class";
  static final String NESTED = "lib/in.jar";
  private static final String MANIFEST = "META-INF/MANIFEST.MF";
  private static final List<String> ENDS =
      List.of(".SF", ".EC", ".RSA", ".DSA", ".MF", "/", ".jar");

  private final Random random;
  private final List<RawJar.Entry> foreign;

  /**
   * Changes at random.
   *
   * @param foreign entries of a JAR that somebody else has signed
   */
  JarMutations(Random random, List<RawJar.Entry> foreign) {
    this.random = random;
    this.foreign = foreign;
  }

  /** The bytes of the JAR after some changes. */
  byte[] mutated(RawJar jar) throws IOException {
    int changes = random.nextInt(5);
    for (int i = 0; i < changes; i++) {
      change(jar);
    }
    byte[] bytes = jar.bytes();
    if (random.nextInt(12) == 0) {
      bytes = around(bytes);
    }
    for (int i = random.nextInt(20) == 0 ? 1 + random.nextInt(3) : 0; i > 0; i--) {
      bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return bytes;
  }

  private void change(RawJar jar) throws IOException {
    if (jar.entries.isEmpty()) {
      return;
    }
    RawJar.Entry entry = any(jar.entries);
    switch (random.nextInt(20)) {
      case 0 -> entry.name(name(entry.name()));
      case 1 -> entry.localName = name(entry.name());
      case 2 -> entry.centralName = name(entry.name());
      case 3 -> add(jar, new RawJar.Entry(entry.name(), evil(entry.name()), random.nextBoolean()));
      case 4, 5 -> addEvil(jar, entry);
      case 6 -> jar.entries.remove(entry);
      case 7 -> entry.content(evil(entry.name()), random.nextBoolean());
      case 8, 9 -> twoManifests(jar);
      case 10 -> changeManifest(jar);
      case 11 -> header(entry);
      case 12 -> Collections.shuffle(jar.entries, random);
      case 13 -> flags(entry);
      case 14 -> extra(entry);
      case 15 -> end(jar);
      case 16 -> entry.sizesFollow();
      case 17 -> repack(jar);
      case 18 -> jar.entries.add(random.nextInt(jar.entries.size() + 1), any(foreign).copy());
      case 19 -> data(entry);
      default -> throw new AssertionError();
    }
  }

  private <T> T any(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  private void add(RawJar jar, RawJar.Entry entry) {
    entry.inDirectory = random.nextInt(5) > 0;
    entry.atPlaceOfFormer = random.nextInt(8) == 0;
    jar.entries.add(random.nextInt(jar.entries.size() + 1), entry);
  }

  private void addEvil(RawJar jar, RawJar.Entry beside) throws IOException {
    RawJar.Entry evil = new RawJar.Entry("x", evil(beside.name()), random.nextBoolean());
    evil.name(name(beside.name()));
    if (random.nextInt(3) == 0) {
      jar.entries.remove(beside);
    }
    add(jar, evil);
  }

  /** A name that somebody could take for the same one, or for one that needs no signature. */
  private byte[] name(String name) {
    int slash = name.lastIndexOf('/');
    String other =
        switch (random.nextInt(22)) {
          case 0, 1 -> name + "/";
          case 2 -> "/" + name;
          case 3 -> "./" + name;
          case 4 -> name.replace("/", "//");
          case 5 -> name.replace('/', '\\');
          case 6 -> name.toUpperCase(Locale.ROOT);
          case 7 -> name.toLowerCase(Locale.ROOT);
          case 8 -> name.replaceFirst("/", "/../" + name.replaceFirst("/.*", "") + "/");
          case 9 -> "META-INF/versions/" + (8 + random.nextInt(20)) + "/" + name;
          case 10 -> "META-INF/SIG-" + name.substring(slash + 1);
          case 11 -> "META-INF/" + name.substring(slash + 1) + any(ENDS);
          case 12 -> name + "\0";
          case 13 -> name + "\0" + ".txt";
          case 14 -> " " + name;
          case 15 -> name + " ";
          case 16 -> "META-INF/TRUST" + any(ENDS);
          case 17 -> "META-INF/INDEX.LIST";
          case 18 ->
              any(List.of("meta-inf/", "Meta-Inf/", "META-INF\\")) + name.substring(slash + 1);
          case 19 -> name.substring(0, slash + 1) + "\u0130\u0131" + name.substring(slash + 1);
          case 20 -> "META-INF/versions/9/OSGI-INF/MANIFEST.MF";
          default -> MANIFEST + any(List.of("", "/", " ", "/MANIFEST.MF"));
        };
    return other.getBytes(
        random.nextInt(6) == 0 ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
  }

  private byte[] evil(String forName) throws IOException {
    if (forName.endsWith(".class")) {
      return SignedJars.marked(SignedJars.EVIL);
    }
    if (forName.endsWith(".jar")) {
      RawJar.Entry type = new RawJar.Entry(CLASS, SignedJars.marked(SignedJars.EVIL), true);
      return RawJar.of(List.of(type)).bytes();
    }
    return forName.equals(MANIFEST) ? evilManifest() : text(SignedJars.EVIL);
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private byte[] evilManifest() {
    return text(
        "Manifest-Version: 1.0\r\nBundle-ManifestVersion: 2\r\nBundle-SymbolicName: "
            + any(List.of("org.metricbay.core", "test.evil", "test.signed;singleton:=true"))
            + "\r\nBundle-Version: 6.6.6\r\nMulti-Release: true\r\nBundle-ClassPath: "
            + any(List.of(".,META-INF/SIG-in.jar", "META-INF/in.jar.EC", "lib/in.jar/", "."))
            + "\r\n"
            + any(List.of("", "Fragment-Host: org.metricbay.core\r\n"))
            + "\r\n");
  }

  /** As in the case that was found first: the one is judged, the other loaded. */
  private void twoManifests(RawJar jar) throws IOException {
    for (RawJar.Entry entry : jar.entries) {
      if (entry.name().equals(MANIFEST)) {
        entry.name(
            text(any(List.of("META-INF/manifest.mf", "meta-inf/MANIFEST.MF", MANIFEST, "x"))));
      }
    }
    String name = MANIFEST + any(List.of("", "/", "//"));
    add(jar, new RawJar.Entry(name, evilManifest(), random.nextBoolean()));
    if (random.nextBoolean()) {
      String nested = any(List.of("META-INF/SIG-in.jar", "META-INF/in.jar.EC", "lib/in.jar/"));
      add(jar, new RawJar.Entry(nested, evil(NESTED), false));
    }
  }

  private void changeManifest(RawJar jar) {
    for (RawJar.Entry entry : jar.entries) {
      if (entry.name().equals(MANIFEST) && entry.localMethod == 0) {
        String text = new String(entry.data, StandardCharsets.UTF_8);
        String changed =
            switch (random.nextInt(9)) {
              case 0 -> text.replace("test.signed", "org.metricbay.core");
              case 1 -> text.replaceFirst("\r\n\r\n", "\r\nFragment-Host: a\r\n\r\n");
              case 2 -> text.replaceFirst("Bundle-ClassPath: [^\r]*", "Bundle-ClassPath: x/");
              case 3 -> text + "Name: data.txt\r\nSHA-256-Digest: AAAA\r\n\r\n";
              case 4 -> text.replace("\r\n", any(List.of("\n", "\r", "\r\r\n")));
              case 5 -> "\ufeff" + text;
              case 6 -> text.replaceFirst("\r\n\r\n", "\r\n\r\n Bundle-SymbolicName: x\r\n");
              case 7 -> text.replaceFirst("\r\n", "\r\nBundle-SymbolicName: x\r\n");
              default -> text.replaceFirst("Name: [^\r]*", "Name: nothing.txt");
            };
        entry.content(text(changed), random.nextInt(3) == 0);
      }
    }
  }

  private void header(RawJar.Entry entry) {
    int other = random.nextBoolean() ? random.nextInt() : random.nextInt(40) - 20;
    switch (random.nextInt(9)) {
      case 0 -> entry.localCrc += other;
      case 1 -> entry.centralCrc += other;
      case 2 -> entry.localSize += other;
      case 3 -> entry.centralSize += other;
      case 4 -> entry.localPacked += other;
      case 5 -> entry.centralPacked += other;
      case 6 -> entry.localMethod = random.nextInt(16);
      case 7 -> entry.centralMethod = random.nextInt(16);
      default -> {
        entry.atPlaceOfFormer = true;
        entry.inDirectory = random.nextInt(3) > 0;
      }
    }
  }

  private void flags(RawJar.Entry entry) {
    int bit = 1 << random.nextInt(16);
    if (random.nextBoolean()) {
      entry.localFlags ^= bit;
    }
    if (random.nextBoolean()) {
      entry.centralFlags ^= bit;
    }
  }

  private void extra(RawJar.Entry entry) {
    byte[] extra =
        switch (random.nextInt(4)) {
          case 0 ->
              RawJar.all(
                  RawJar.buffer(28)
                      .putShort((short) 1)
                      .putShort((short) 24)
                      .putLong(entry.localSize)
                      .putLong(entry.localPacked)
                      .putLong(0));
          case 1 -> new byte[] {(byte) 0xfe, (byte) 0xca, 0, 0};
          case 2 -> RawJar.all(RawJar.buffer(9).putShort((short) 0x5455).putShort((short) 5));
          default -> new byte[random.nextInt(30)];
        };
    boolean wide = random.nextInt(3) == 0;
    if (random.nextBoolean()) {
      entry.localExtra = extra;
      entry.localSize = wide ? -1 : entry.localSize;
      entry.localPacked = wide ? -1 : entry.localPacked;
    } else {
      entry.centralExtra = extra;
      entry.comment = new byte[random.nextInt(5)];
      entry.centralSize = wide ? -1 : entry.centralSize;
      entry.centralPacked = wide ? -1 : entry.centralPacked;
    }
  }

  private void end(RawJar jar) throws IOException {
    byte[] evilJar = RawJar.of(List.of(new RawJar.Entry(CLASS, evil(CLASS), false))).bytes();
    switch (random.nextInt(7)) {
      case 0 -> jar.comment = text("a comment");
      case 1 -> jar.comment = evilJar;
      case 2 -> jar.prefix = any(List.of(evilJar, text("#!/bin/sh\n"), text("PK")));
      case 3 -> jar.suffix = any(List.of(evilJar, text("\n"), new byte[100]));
      case 4 -> jar.countChange = random.nextInt(3) - 1;
      case 5 -> jar.offsetChange = random.nextInt(100) - 50;
      default -> jar.offsetsFromPrefix = false;
    }
  }

  private void repack(RawJar jar) {
    for (RawJar.Entry entry : jar.entries) {
      if (entry.centralMethod == 0 && entry.localMethod == 0 && random.nextBoolean()) {
        byte[] name = entry.localName;
        entry.content(entry.data, true);
        entry.localName = name;
      }
    }
  }

  private void data(RawJar.Entry entry) {
    byte[] before = entry.data;
    entry.data = Arrays.copyOf(before, before.length + 1 + random.nextInt(20));
    if (random.nextBoolean()) {
      entry.localPacked = entry.data.length;
      entry.centralPacked = entry.data.length;
    }
    if (entry.localMethod == 0 && random.nextBoolean()) {
      entry.content(entry.data, false);
    }
  }

  private byte[] around(byte[] jar) throws IOException {
    byte[] evil =
        RawJar.of(
                List.of(
                    new RawJar.Entry(MANIFEST, evilManifest(), true),
                    new RawJar.Entry(CLASS, evil(CLASS), true)))
            .bytes();
    byte[] first = random.nextBoolean() ? jar : evil;
    byte[] second = first == jar ? evil : jar;
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
