package org.metricbay.soak;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Breaks what is around the agent, its configuration and its folders' rights, and mends it. */
final class Surroundings {
  private static final int UNSAFE_MILLIS = 600;
  private static final List<String> BUNDLES =
      List.of("cpu", "disk", "jvm", "memory", "network", "storage", "system", "textfile");

  private final Launch launch;
  private final Pacer pacer;
  private final Random random;
  private final Lingering lingering;

  Surroundings(Launch launch, Pacer pacer, Random random, Lingering lingering) {
    this.launch = launch;
    this.pacer = pacer;
    this.random = random;
    this.lingering = lingering;
  }

  /** Puts a configuration file that cannot be used, for a while. */
  void configuration() throws IOException, InterruptedException {
    if (random.nextInt(5) == 0) {
      // It is read at the start only.
      Path file = launch.conf().resolve("metricbay.cfg");
      Files.write(file, rubbish());
      lingering.add(() -> Files.write(file, launch.settings()));
      return;
    }
    String bundle = BUNDLES.get(random.nextInt(BUNDLES.size()));
    Path file = launch.conf().resolve("metricbay." + bundle + ".cfg");
    if (random.nextInt(5) == 0) {
      Files.deleteIfExists(file);
      Files.createSymbolicLink(file, Path.of("nothing"));
    } else {
      Files.write(file, rubbish());
    }
    lingering.add(() -> Files.deleteIfExists(file));
  }

  private byte[] rubbish() {
    byte[] noise = new byte[500];
    random.nextBytes(noise);
    return switch (random.nextInt(5)) {
      case 0 -> noise;
      case 1 -> "no.such.key = 1\n".getBytes(StandardCharsets.UTF_8);
      case 2 -> "collectors.cpu\u009b = \u001b[31mperhaps\n".getBytes(StandardCharsets.UTF_8);
      case 3 -> "= = =\\u00zz\n".getBytes(StandardCharsets.UTF_8);
      default -> ("password = " + "x".repeat(100_000)).getBytes(StandardCharsets.UTF_8);
    };
  }

  /** Lets everybody write to one of the folders, for a moment. */
  void rights() throws IOException, InterruptedException {
    List<Path> folders = List.of(launch.conf(), launch.deploy(), launch.data());
    Path folder = folders.get(random.nextInt(folders.size()));
    Set<PosixFilePermission> before = Files.getPosixFilePermissions(folder);
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    try {
      pacer.pause(Duration.ofMillis(random.nextInt(UNSAFE_MILLIS)));
    } finally {
      Files.setPosixFilePermissions(folder, before);
    }
  }
}
