package org.metricbay.core.deploy.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.metricbay.core.collect.internal.Problems;
import org.metricbay.core.deploy.internal.Content.Artifact;
import org.metricbay.core.deploy.internal.Content.Problem;
import org.metricbay.core.trust.FolderTrust;
import org.metricbay.text.FileNames;

/**
 * One look at one file: whether it has changed, and if so, what it holds. It may never end, as
 * reading from a dead mount does; so it is run by {@link Reads}.
 */
final class FileLook implements Runnable {
  /** A JAR is held in memory while it is judged and installed, beside all else. */
  private static final long LARGEST = Math.min(Runtime.getRuntime().maxMemory() / 4, 1 << 30);

  /**
   * How files are looked at.
   *
   * @param trust whose files are run; empty if anybody's are
   * @param late told when a look has ended that nobody waited for any more
   * @param fingerprints how to tell whether a file has changed
   */
  record Rules(
      JarReader reader,
      Optional<FolderTrust> trust,
      Runnable late,
      Fingerprint.Source fingerprints) {
    Rules(JarReader reader, Optional<FolderTrust> trust, Runnable late) {
      this(reader, trust, late, Fingerprint::of);
    }
  }

  /**
   * What was seen; nothing if there is no file for us.
   *
   * @param known what to remember
   * @param problem what to tell without remembering it
   * @param bytes the file's, if they were asked for
   * @param aside why the file is left aside, if it is
   */
  record Seen(
      Optional<Known> known,
      Optional<Problem> problem,
      Optional<byte[]> bytes,
      Optional<String> aside) {
    static final Seen NOTHING =
        new Seen(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    Seen(Optional<Known> known, Optional<Problem> problem, Optional<byte[]> bytes) {
      this(known, problem, bytes, Optional.empty());
    }

    static Seen aside(String why) {
      return new Seen(Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(why));
    }

    static Seen problem(String reason) {
      return new Seen(Optional.empty(), Optional.of(new Problem(reason, false)), Optional.empty());
    }
  }

  private static final Optional<Seen> NO_MEMORY =
      Optional.of(
          Seen.problem("cannot be read: there is not enough memory for it: raise the JVM's -Xmx"));

  private final Path file;
  private final Rules rules;
  private final Optional<Known> before;
  private final boolean read;
  private final Optional<Fingerprint> hanging;
  private volatile long begun = System.nanoTime();
  private volatile Optional<Fingerprint> own = Optional.empty();
  private volatile Optional<Fingerprint> target = Optional.empty();
  private volatile Optional<Seen> seen = Optional.empty();
  private volatile Optional<Thread> thread = Optional.empty();
  private volatile boolean left;
  private volatile boolean reading;
  private volatile boolean keepsBytes;
  private boolean givenUp;

  private FileLook(
      Path file, Rules rules, Optional<Known> before, boolean read, Optional<Fingerprint> hanging) {
    this.file = file;
    this.rules = rules;
    this.before = before;
    this.read = read;
    this.hanging = hanging;
  }

  /**
   * Looks at a file.
   *
   * @param before what was known of it
   * @param read whether to read it also if it looks unchanged
   */
  static FileLook at(Path file, Rules rules, Optional<Known> before, boolean read) {
    return new FileLook(file, rules, before, read, Optional.empty());
  }

  /** Looks at a file, which is known, for its bytes. */
  static FileLook forBytes(Path file, Rules rules, Optional<Known> before) {
    FileLook look = at(file, rules, before, true);
    look.keepsBytes = true;
    return look;
  }

  /** Looks whether there is another file where an earlier look still hangs, and if so, at it. */
  FileLook unlessTheSame() {
    return new FileLook(file, rules, before, true, own);
  }

  @Override
  public void run() {
    begun = System.nanoTime();
    thread = Optional.of(Thread.currentThread());
    try {
      seen = Optional.of(look());
    } finally {
      if (seen.isEmpty()) {
        seen = NO_MEMORY; // Not even to say so in other words.
      }
      thread = Optional.empty();
    }
    if (left) {
      rules.late().run();
    }
  }

  private Seen look() {
    try {
      return lookOrThrow();
    } catch (NoSuchFileException e) {
      // What it leads to may be away for a moment.
      return Files.notExists(file, LinkOption.NOFOLLOW_LINKS)
          ? Seen.NOTHING
          : Seen.problem("is a link to a file that is not there now");
    } catch (AccessDeniedException e) {
      return Seen.problem("cannot be read: the agent's user has no right to read it");
    } catch (OutOfMemoryError e) {
      return NO_MEMORY.orElseThrow();
    } catch (IOException | RuntimeException | Error e) {
      return Files.notExists(file, LinkOption.NOFOLLOW_LINKS)
          ? Seen.NOTHING
          : Seen.problem("cannot be read: " + BadJarException.shown(messageOf(e)));
    }
  }

  private static String messageOf(Throwable e) {
    String message = e.getMessage();
    return message == null ? Problems.describe(e) : message;
  }

  private Seen lookOrThrow() throws IOException {
    Fingerprint itself = rules.fingerprints().of(file, LinkOption.NOFOLLOW_LINKS);
    own = Optional.of(itself);
    if (stillHangs()) {
      return Seen.NOTHING;
    }
    Fingerprint now = itself.isLink() ? rules.fingerprints().of(file) : itself;
    target = Optional.of(now);
    if (!now.isFile()) {
      // Reading a pipe, say, could take for ever.
      return Seen.aside("is no file, but a folder, a pipe or a device");
    }
    if (now.size() > LARGEST) {
      return tooLarge();
    }
    if (rules.trust().isPresent() && now.anyoneMayWrite()) {
      return anyoneMayWrite();
    }
    if (rules.trust().filter(trust -> !trust.isOfTrusted(now.owner())).isPresent()) {
      return belongsToAnother(now.owner());
    }
    return !read && before.isPresent() && before.get().holdsFor(now)
        ? new Seen(before, Optional.empty(), Optional.empty())
        : read(now);
  }

  private static Seen tooLarge() {
    return Seen.problem(
        "is larger than "
            + LARGEST / (1 << 20)
            + " MB, the most that fits in this agent's memory: raise the JVM's -Xmx");
  }

  /** As the folder is checked at the start, but a file may come later. */
  private static Seen anyoneMayWrite() {
    return Seen.problem(
        "may be changed by anyone, who could so run code in the agent: 'chmod o-w' it, or start"
            + " the agent with --allow-shared-deploy");
  }

  private static Seen belongsToAnother(int owner) {
    return Seen.problem(
        "belongs to user "
            + owner
            + ", who could so run code in the agent: 'chown' it to root or the agent's user, or"
            + " start the agent with --allow-shared-deploy");
  }

  private Seen read(Fingerprint now) throws IOException {
    reading = true;
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes((int) LARGEST);
      if (bytes.length == LARGEST && in.read() >= 0) {
        return tooLarge();
      }
    }
    Content content =
        unchanged(bytes)
            .orElseGet(
                () -> rules.reader().read(FileNames.of(file), bytes, now.modified().toMillis()));
    long seenAt =
        before
            .filter(earlier -> earlier.fingerprint().isSameAs(now))
            .map(Known::seenAt)
            .orElseGet(System::nanoTime);
    return new Seen(
        Optional.of(new Known(now, content, seenAt, System.nanoTime())),
        Optional.empty(),
        keepsBytes || left ? Optional.of(bytes) : Optional.empty());
  }

  /** What was judged already, if only the bytes are wanted. */
  private Optional<Content> unchanged(byte[] bytes) {
    return before
        .map(Known::content)
        .filter(
            content ->
                keepsBytes
                    && content instanceof Artifact artifact
                    && artifact.digest().equals(JarReader.digest(bytes)));
  }

  Optional<Seen> seen() {
    return seen;
  }

  /** Whether it found the very file that an earlier look hangs at. */
  boolean stillHangs() {
    return hanging.isPresent() && own.isPresent() && own.get().isSameAs(hanging.get());
  }

  /** Whether it got so far as to tell which file it is. */
  boolean hasBegun() {
    return own.isPresent();
  }

  /** Whether it is past asking for the file's fingerprint. */
  boolean isReading() {
    return reading;
  }

  /** Notes that nobody waits for it any more; it says by itself when it has ended. */
  void leaveUnlessSeen() {
    left = seen.isEmpty();
  }

  /** How long it has been in progress, in nanoseconds. */
  long age() {
    return System.nanoTime() - begun;
  }

  /** Asks it to end, which helps if it is still working, or waits for what can be interrupted. */
  void giveUp() {
    givenUp = true;
    thread.ifPresent(Thread::interrupt);
  }

  /** What to remember of a look that was given up: the file is not read again until it changes. */
  Optional<Known> givenUp(Problem problem) {
    return givenUp
        ? target.map(file -> new Known(file, problem, begun, System.nanoTime()))
        : Optional.empty();
  }
}
