package org.metricbay.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The class-data archive makes the start faster, and is never in its way. */
class ArchiveIT {
  @TempDir private Path temp;
  private Path work;

  @BeforeEach
  void folder() throws IOException {
    work = Files.createDirectories(temp.resolve("work"));
  }

  /** What may have become of an archive. */
  enum Damage {
    EMPTY,
    CUT_OFF,
    TEXT,
    WRONG_HEAD,
    FOLDER,
    OF_OTHER_JARS;

    /** Does it, and says what the archive's name must be for the script to give it to the JVM. */
    void doTo(Path archive, Path home) throws IOException {
      archive.toFile().setWritable(true);
      switch (this) {
        case EMPTY -> Files.write(archive, new byte[0]);
        case CUT_OFF -> cut(archive, Files.size(archive) / 3);
        case TEXT -> Files.writeString(archive, "no archive");
        case WRONG_HEAD -> overwriteHead(archive);
        case FOLDER -> {
          Files.delete(archive);
          Files.createDirectory(archive);
        }
        case OF_OTHER_JARS ->
            Files.setLastModifiedTime(
                home.resolve("lib/core-bundle.jar"),
                java.nio.file.attribute.FileTime.fromMillis(1_000_000_000_000L));
      }
    }

    private static void cut(Path archive, long size) throws IOException {
      try (FileChannel channel = FileChannel.open(archive, StandardOpenOption.WRITE)) {
        channel.truncate(size);
      }
    }

    private static void overwriteHead(Path archive) throws IOException {
      try (FileChannel channel = FileChannel.open(archive, StandardOpenOption.WRITE)) {
        channel.write(java.nio.ByteBuffer.wrap(new byte[4096]), 64);
      }
    }
  }

  private Launch agent(Path home) {
    return PackedAgent.in(work)
        .from(home)
        .with("run", "--port", "0", "--deploy", home.resolve("bundles-deploy").toString());
  }

  private Launch listingClasses(Path home) {
    return agent(home)
        .environment("METRICBAY_JAVA_OPTS", "-Xlog:class+load:file=" + work.resolve("classes.txt"));
  }

  /** How many of the agent's and its plugins' classes were loaded, and how many from an archive. */
  private void assertFromArchive(boolean expected) throws IOException {
    List<String> ours =
        Files.readAllLines(work.resolve("classes.txt")).stream()
            .filter(line -> line.contains(" org.metricbay."))
            // Made while it runs.
            .filter(line -> !line.contains("$$Lambda") && !line.contains("LambdaForm"))
            .toList();
    long archived = ours.stream().filter(line -> line.contains("shared objects file")).count();
    long plugins =
        ours.stream()
            .filter(line -> line.contains(" org.metricbay.cpu.StatCollector "))
            .filter(line -> line.contains("shared objects file"))
            .count();
    assertThat(ours).hasSizeGreaterThan(200);
    if (expected) {
      assertThat(archived).isGreaterThan(ours.size() * 9L / 10);
      assertThat(plugins).isEqualTo(1);
    } else {
      assertThat(archived).isZero();
    }
  }

  private static void awaitReady(PackedAgent agent) {
    org.awaitility.Awaitility.await("ready")
        .atMost(PackedAgent.DEADLINE)
        .until(() -> agent.get("/-/ready").statusCode() == 200);
    assertThat(agent.scrape().has("node_load1")).isTrue();
  }

  @Test
  void classesOfTheAgentAndItsPluginsComeFromTheArchiveThatTheBuildMade() throws Exception {
    try (PackedAgent agent = listingClasses(PackedAgent.HOME).start()) {
      awaitReady(agent);
      agent.stop();
    }
    assertFromArchive(true);
  }

  @Tag("once")
  @Test
  void anotherCopyMakesItsOwn() throws Exception {
    Path home = copy();
    try (PackedAgent agent = listingClasses(home).start()) {
      awaitReady(agent);
      agent.stop();
    }
    assertFromArchive(false);

    Path archive = makeArchive(home);
    assertThat(files(home.resolve("archive"))).containsExactly(archive);
    try (PackedAgent agent = listingClasses(home).start()) {
      awaitReady(agent);
      agent.stop();
    }
    assertFromArchive(true);

    Path again = makeArchive(home);
    assertThat(files(home.resolve("archive"))).containsExactly(again);
  }

  @Tag("once")
  @ParameterizedTest
  @EnumSource(Damage.class)
  void damagedArchiveIsLeftOutWithoutAWord(Damage damage) throws Exception {
    Path home = copy();
    // One of this JVM, that would fit but for the folder's name.
    Path archive = home.resolve("archive").resolve(built().getFileName().toString());
    Files.createDirectories(archive.getParent());
    Files.copy(built(), archive);
    damage.doTo(archive, home);
    assertStartsInSilence(home);

    // The same past the script's look at the size, to the JVM itself; this one it would not
    // survive.
    if (damage != Damage.CUT_OFF && Files.isRegularFile(archive)) {
      String name = archive.getFileName().toString();
      String sized =
          name.substring(0, name.lastIndexOf('-') + 1)
              + Files.size(archive)
              + name.substring(name.lastIndexOf('.'));
      Files.move(archive, archive.resolveSibling(sized), StandardCopyOption.REPLACE_EXISTING);
      assertStartsInSilence(home);
    }
  }

  private void assertStartsInSilence(Path home) throws Exception {
    try (PackedAgent agent = agent(home).start()) {
      awaitReady(agent);
      assertThat(agent.log().lines())
          .isNotEmpty()
          .allSatisfy(line -> assertThat(line).matches("\\d{4}-\\d\\d-\\d\\d .* INFO .*"));
      PackedAgent.Exit exit = agent.stop();
      assertThat(exit.err()).isEmpty();
    }
  }

  @Test
  void optionsOfTheUserGoBefore() throws Exception {
    for (String option :
        List.of(
            "-Xshare:off",
            "-XX:-UseCompressedOops",
            "-XX:+UseParallelGC -XX:-UseSerialGC",
            "-XX:TieredStopAtLevel=4",
            "-XX:-TieredCompilation")) {
      PackedAgent.Exit exit =
          PackedAgent.in(work)
              .with("version")
              .environment("METRICBAY_JAVA_OPTS", option)
              .runToEnd();
      assertThat(exit.err()).as(option).isEmpty();
      assertThat(exit.out()).as(option).matches("metricbay \\d\\S*\\R");
    }
  }

  @Test
  void folderThatMayNotBeWrittenIsSaid() throws Exception {
    Path home = copy();
    Files.writeString(home.resolve("archive"), "in the way");
    PackedAgent.Exit exit = PackedAgent.in(work).from(home).with("archive").runToEnd();
    assertThat(exit.status()).isEqualTo(2);
    assertThat(exit.err()).contains("metricbay: ").contains("cannot be written to");
  }

  /** Takes longer than other commands. */
  private Path makeArchive(Path home) throws Exception {
    Path out = work.resolve("archive.txt");
    ProcessBuilder builder =
        new ProcessBuilder(home.resolve("metricbay").toString(), "archive")
            .redirectErrorStream(true)
            .redirectOutput(out.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("METRICBAY_"));
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Process process = builder.start();
    try {
      assertThat(process.waitFor(90, TimeUnit.SECONDS)).as(Files.readString(out)).isTrue();
      assertThat(process.exitValue()).as(Files.readString(out)).isZero();
    } finally {
      process.destroyForcibly();
    }
    String said = Files.readString(out);
    assertThat(said).matches("wrote \\S+, with which this Java starts the agent faster\\R");
    return Path.of(said.substring("wrote ".length(), said.indexOf(',')));
  }

  private static Path built() throws IOException {
    Runtime.Version version = Runtime.version();
    return files(PackedAgent.HOME.resolve("archive")).stream()
        .filter(file -> String.valueOf(file.getFileName()).startsWith(version + "-"))
        .findFirst()
        .orElseThrow(() -> new AssertionError("the build made no archive for " + version));
  }

  private static List<Path> files(Path folder) throws IOException {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      files.forEach(found::add);
    }
    return found;
  }

  /** The distribution with the times of its files, but without an archive. */
  private Path copy() throws IOException {
    Path to = temp.resolve("metricbay");
    Files.walkFileTree(
        PackedAgent.HOME,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            if (folder.equals(PackedAgent.HOME.resolve("archive"))
                || folder.equals(PackedAgent.HOME.resolve("data"))) {
              return FileVisitResult.SKIP_SUBTREE;
            }
            try {
              Files.createDirectories(to.resolve(PackedAgent.HOME.relativize(folder)));
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.copy(
                file,
                to.resolve(PackedAgent.HOME.relativize(file)),
                StandardCopyOption.COPY_ATTRIBUTES);
            return FileVisitResult.CONTINUE;
          }
        });
    return to;
  }
}
