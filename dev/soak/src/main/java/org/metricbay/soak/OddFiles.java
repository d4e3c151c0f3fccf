package org.metricbay.soak;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.metricbay.soak.Promises.Promise;

/** Files that no honest program leaves in the folder. */
final class OddFiles {
  private static final Duration DEPLOY_LIMIT = Duration.ofSeconds(15);
  private static final long HUGE = 300L << 20;

  /** Each costs the agent a thread until it is answered, which may be never. */
  private static final int SILENT_READS = 2;

  /** What may lie where a JAR is expected. */
  enum Oddity {
    EMPTY,
    TEXT,
    HUGE,
    FOLDER,
    PIPE,
    DANGLING_LINK,
    LINK_TO_ITSELF,
    LINK_TO_ZEROS,
    LINK_TO_SILENCE,
    BOMB_OF_ENTRIES,
    BOMB_OF_NAMES
  }

  private final Folder folder;
  private final AgentClient client;
  private final Pacer pacer;
  private final Promises promises;
  private final Random random;
  private final Lingering lingering;
  private int count;
  private int silentReads;

  OddFiles(
      Folder folder,
      AgentClient client,
      Pacer pacer,
      Promises promises,
      Random random,
      Lingering lingering) {
    this.folder = folder;
    this.client = client;
    this.pacer = pacer;
    this.promises = promises;
    this.random = random;
    this.lingering = lingering;
  }

  /** A good plugin in a file whose name may be anything, which has to run. */
  void name() throws IOException, InterruptedException {
    count++;
    Subject subject = Subject.generated("odd-" + count, false);
    int number = subject.next();
    Path jar = Files.write(folder.outside().resolve("odd-" + count), subject.jar(number));
    String name = octal(anyName());
    run("mv -- \"$1\" \"$2/$(printf \"$3\")\"", jar, name);
    String series = subject.valueSeries();
    if (!pacer.await(DEPLOY_LIMIT, () -> client.scrape().value(series) == number)) {
      promises.broken(Promise.DEPLOYED, "a good plugin in a file with the name " + name);
    }
    lingering.add(() -> run("rm -f -- \"$2/$(printf \"$3\")\"", jar, name));
  }

  /** Any bytes, often control characters and such that are no UTF-8. */
  private byte[] anyName() {
    byte[] name = new byte[2 + random.nextInt(30)];
    random.nextBytes(name);
    for (int i = 0; i < name.length; i++) {
      if (random.nextInt(4) == 0) {
        name[i] = (byte) random.nextInt(32);
      }
      if (name[i] == 0 || name[i] == '/') {
        name[i] = '\n';
      }
    }
    // Hidden ones are left alone.
    name[0] = name[0] == '.' || name[0] == '~' ? (byte) 0x9b : name[0];
    return name;
  }

  private static String octal(byte[] name) {
    StringBuilder text = new StringBuilder();
    for (byte each : name) {
      text.append(String.format(Locale.ROOT, "\\%03o", each & 0xff));
    }
    return text + ".jar";
  }

  void file(Oddity oddity) throws IOException, InterruptedException {
    count++;
    Path odd = folder.path().resolve("odd-" + count + ".jar");
    switch (oddity) {
      case EMPTY -> Files.createFile(odd);
      case TEXT -> Files.writeString(odd, "\u001b[31mno JAR\n".repeat(1000));
      case HUGE -> {
        try (RandomAccessFile file = new RandomAccessFile(odd.toFile(), "rw")) {
          file.setLength(HUGE);
        }
      }
      case FOLDER -> Files.writeString(Files.createDirectory(odd).resolve("a.jar"), "PK");
      case PIPE -> run("mkfifo \"$1\"", odd, "");
      case DANGLING_LINK -> Files.createSymbolicLink(odd, Path.of("nothing"));
      case LINK_TO_ITSELF -> Files.createSymbolicLink(odd, odd.getFileName());
      case LINK_TO_ZEROS -> Files.createSymbolicLink(odd, Path.of("/dev/zero"));
      case LINK_TO_SILENCE -> {
        if (silentReads < SILENT_READS) {
          silentReads++;
          Files.createSymbolicLink(odd, Path.of("/proc/kmsg"));
        }
      }
      case BOMB_OF_ENTRIES -> folder.rename(odd.getFileName().toString(), Bomb.ofEntries());
      case BOMB_OF_NAMES -> folder.rename(odd.getFileName().toString(), Bomb.ofNames());
    }
    lingering.add(() -> delete(odd));
  }

  private static void delete(Path odd) throws IOException {
    if (Files.isDirectory(odd) && !Files.isSymbolicLink(odd)) {
      try (DirectoryStream<Path> inside = Files.newDirectoryStream(odd)) {
        for (Path file : inside) {
          Files.delete(file);
        }
      }
    }
    Files.deleteIfExists(odd);
  }

  /** A shell can write names that this JVM, in its locale, may not be able to. */
  private void run(String script, Path file, String name) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                List.of("sh", "-c", script, "sh", file.toString(), folder.path().toString(), name))
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    if (process.waitFor() != 0) {
      throw new IOException(script + " " + name + " failed: " + said);
    }
  }
}
