package org.metricbay.core.deploy.internal;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.metricbay.core.deploy.internal.Content.Artifact;
import org.metricbay.core.deploy.internal.Content.Problem;
import org.metricbay.core.scarce.HeldDescriptors;
import org.metricbay.text.FileNames;

/**
 * Tells what each JAR in the folder holds. Reads a file only when something about it has changed.
 * One whose reading hangs costs its own plugin, and holds up nothing else. For use by one thread.
 */
final class FolderScanner implements AutoCloseable {
  /** More files that hang are not looked at, or each would hold a thread. */
  private static final int MOST_HANGING = 32;

  /** The others wait for it, so it is short; what is read later is taken when it is there. */
  private static final Duration FILE_PATIENCE = Duration.ofMillis(500);

  /** Nothing can be done without the list, also not on a host that is short of time. */
  private static final Duration LIST_PATIENCE = Duration.ofSeconds(5);

  /** More than most programs need to write a file and rename it. */
  private static final Duration LEFT_ASIDE_FOR = Duration.ofSeconds(5);

  /** Enough to list the folder, read a file and install what is in it. */
  private static final int HELD_PAIRS = 4;

  /** Finds the files in a folder. */
  @FunctionalInterface
  interface Listing {
    List<Path> of(Path folder) throws IOException;
  }

  private final Path folder;
  private final FileLook.Rules rules;
  private final Limits limits;
  private final Reads reads = new Reads();
  private final HeldDescriptors held = new HeldDescriptors(HELD_PAIRS);
  private final Map<String, Known> known = new HashMap<>();
  private BooleanSupplier trusted = () -> true;
  private Optional<SortedMap<String, Content>> last = Optional.empty();

  /** Looks that have not ended. */
  private final Map<String, FileLook> hanging = new HashMap<>();

  /** Files that not even their name could be asked of since a look at them hangs. */
  private final Set<String> unanswering = new HashSet<>();

  /** What was read too late for the pass that began it, until the next one. */
  private final Map<String, byte[]> late = new HashMap<>();

  private final LeftAside leftAside;

  private FolderList list;
  private volatile Instant lastPass = Instant.EPOCH;

  /**
   * How patiently to read.
   *
   * @param quiet how long a file must lie unchanged before being incomplete counts as an error
   * @param read how long reading a file may take
   * @param aside how long a file must be there before it is said that it is left aside
   */
  record Limits(Duration quiet, Duration read, Duration aside) {
    Limits(Duration quiet, Duration read) {
      this(quiet, read, LEFT_ASIDE_FOR);
    }
  }

  /**
   * Has read nothing yet.
   *
   * @param rules how files are read, and what to do when one was that took long
   */
  FolderScanner(Path folder, FileLook.Rules rules, Limits limits) {
    this(folder, FolderScanner::all, rules, limits);
  }

  FolderScanner(Path folder, Listing listing, FileLook.Rules rules, Limits limits) {
    this.folder = folder;
    this.rules = rules;
    this.limits = limits;
    this.leftAside = new LeftAside(limits.aside());
    this.list = new FolderList(folder, path -> listed(listing, path));
  }

  /** Where it fails, perhaps because a plugin has used up all descriptors, with those held back. */
  private List<Path> listed(Listing listing, Path path) throws IOException {
    try {
      return listing.of(path);
    } catch (NoSuchFileException | AccessDeniedException e) {
      throw e;
    } catch (IOException e) {
      boolean more = false;
      for (int i = 0; i < HELD_PAIRS; i++) {
        more |= held.release();
      }
      if (more) {
        return listing.of(path);
      }
      throw e;
    }
  }

  /** Whether there are descriptors to be had, as far as anybody knows. */
  boolean hasDescriptors() {
    return held.refill();
  }

  @Override
  public void close() {
    held.close();
  }

  /** When the folder was last looked through. May be asked by any thread. */
  Instant lastPass() {
    return lastPass;
  }

  /** While others could change the folder, it is to be as it was before. */
  FolderScanner onlyWhile(BooleanSupplier condition) {
    trusted = condition;
    return this;
  }

  /**
   * Looks at the folder.
   *
   * @param everything whether to read also the files that look unchanged
   * @return what each file holds, by its name; empty if the folder is not there or cannot be listed
   */
  Optional<SortedMap<String, Content>> scan(boolean everything) {
    if (!trusted.getAsBoolean()) {
      return last;
    }
    last = look(everything);
    return last;
  }

  private Optional<SortedMap<String, Content>> look(boolean everything) {
    late.clear();
    Optional<List<Path>> all = list();
    if (all.isEmpty()) {
      return Optional.empty();
    }
    List<Path> files = plugins(all.get());
    Map<String, FileLook> looks = looks(files, everything);
    reads.run(looks.values().stream().filter(l -> l.seen().isEmpty()).toList(), FILE_PATIENCE);
    SortedMap<String, Content> contents = new TreeMap<>();
    for (Path file : files) {
      String name = FileNames.of(file);
      Optional.ofNullable(looks.get(name)).ifPresent(look -> take(name, look));
      content(name, Optional.ofNullable(looks.get(name))).ifPresent(c -> contents.put(name, c));
    }
    forgetAllBut(contents.keySet());
    lastPass = Instant.now();
    return Optional.of(contents);
  }

  /** Also a listing may hang; then another is begun only after ever longer times. */
  private Optional<List<Path>> list() {
    if (list.mayBegin()) {
      list = list.again();
      reads.run(List.of(list), LIST_PATIENCE);
    }
    return list.found();
  }

  private Map<String, FileLook> looks(List<Path> files, boolean everything) {
    Map<String, FileLook> looks = new LinkedHashMap<>();
    for (Path file : files) {
      String name = FileNames.of(file);
      FileLook hangs = hanging.get(name);
      if (hangs == null) {
        Optional<Known> before = Optional.ofNullable(known.get(name));
        if (before.isPresent() || hanging.size() < MOST_HANGING) {
          looks.put(name, FileLook.at(file, rules, before, everything));
        }
      } else if (hangs.seen().isPresent()) {
        looks.put(name, hangs);
      } else if (!unanswering.contains(name)) {
        looks.put(name, hangs.unlessTheSame());
      }
    }
    return looks;
  }

  /** Takes over what a look has found, or notes that it hangs. */
  private void take(String name, FileLook look) {
    look.leaveUnlessSeen();
    FileLook former = hanging.get(name);
    if (look.seen().isEmpty()) {
      if (former == null || look.hasBegun()) {
        giveUp(former);
        hanging.put(name, look);
      } else {
        unanswering.add(name);
      }
    } else if (!look.stillHangs()) {
      if (former != look) {
        giveUp(former);
      }
      hanging.remove(name);
      unanswering.remove(name);
      remember(name, look);
    }
  }

  private void remember(String name, FileLook look) {
    Optional<String> aside = look.seen().flatMap(FileLook.Seen::aside);
    aside.ifPresentOrElse(why -> leftAside.see(name, why), () -> leftAside.forget(name));
    Optional<Known> found =
        look.givenUp(tookTooLong()).or(() -> look.seen().flatMap(FileLook.Seen::known));
    found.ifPresentOrElse(now -> known.put(name, now), () -> known.remove(name));
    look.seen().flatMap(FileLook.Seen::bytes).ifPresent(bytes -> late.put(name, bytes));
  }

  private static void giveUp(@Nullable FileLook look) {
    if (look != null) {
      look.giveUp();
    }
  }

  private Optional<Content> content(String name, Optional<FileLook> look) {
    FileLook hangs = hanging.get(name);
    if (hangs != null) {
      if (hangs.age() > limits.read().toNanos()) {
        hangs.giveUp();
        return Optional.of(tookTooLong());
      }
      Known before = known.get(name);
      return Optional.of(
          before == null || hangs.isReading()
              ? new Problem("is still being read", true)
              : settled(before)); // Perhaps it has not even changed.
    }
    if (look.isEmpty()) {
      return Optional.of(
          new Problem("is not read: " + MOST_HANGING + " files beside it cannot be read", false));
    }
    Optional<Problem> problem = look.get().seen().flatMap(FileLook.Seen::problem);
    return Optional.ofNullable(known.get(name)).map(this::settled).or(() -> problem);
  }

  private Problem tookTooLong() {
    return new Problem(
        "cannot be read: that took longer than "
            + DeploySettings.seconds(limits.read())
            + "; its disk or network is too slow, or does not answer: mend that, or raise"
            + " deploy.read-timeout in conf/metricbay.cfg",
        false);
  }

  private void forgetAllBut(Set<String> names) {
    known.keySet().retainAll(names);
    unanswering.retainAll(names);
    hanging
        .entrySet()
        .removeIf(
            entry -> {
              boolean gone = !names.contains(entry.getKey());
              if (gone) {
                entry.getValue().giveUp();
              }
              return gone;
            });
  }

  /**
   * What is left of what was found before, for when the folder cannot be listed: a process without
   * a free descriptor can still ask whether a path is there, and so be rid of the plugin that took
   * them all.
   *
   * @return the same but for the files that were deleted; empty if the folder is not there, may not
   *     be listed, or was replaced meanwhile
   */
  Optional<SortedMap<String, Content>> withoutDeleted(SortedMap<String, Content> before) {
    if (list.hangs()) {
      return Optional.empty(); // So would this.
    }
    Optional<Object> identity = identity();
    SortedMap<String, Content> left = new TreeMap<>(before);
    left.keySet()
        .removeIf(file -> Files.notExists(FileNames.in(folder, file), LinkOption.NOFOLLOW_LINKS));
    if (identity.isEmpty() || !identity.equals(identity())) {
      return Optional.empty();
    }
    forgetAllBut(left.keySet());
    return Optional.of(left);
  }

  /** What tells the folder from another in its place; empty if it is not there for us to list. */
  private Optional<Object> identity() {
    try {
      BasicFileAttributes attributes = Files.readAttributes(folder, BasicFileAttributes.class);
      boolean listable = Files.isReadable(folder) && Files.isExecutable(folder);
      return listable ? Optional.ofNullable(attributes.fileKey()) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Those that are meant for us; of what else is there somebody may think so. */
  private List<Path> plugins(List<Path> all) {
    List<Path> plugins = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Path file : all) {
      String name = FileNames.of(file);
      if (!isKubernetes(name)) {
        names.add(name);
        if (name.startsWith(".")) {
          leftAside.see(name, "is hidden, as its name begins with a dot");
        } else if (name.endsWith(".jar")) {
          plugins.add(file);
        } else {
          leftAside.see(name, "does not end in .jar");
        }
      }
    }
    leftAside.retain(names);
    return plugins;
  }

  /** In a volume that it makes, names are links into {@code ..data}, a link to a dated folder. */
  private static boolean isKubernetes(String name) {
    return name.startsWith("..data") || name.startsWith("..20");
  }

  private static List<Path> all(Path folder) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      List<Path> found = new ArrayList<>();
      files.forEach(found::add);
      return found;
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  /** A file that stays incomplete is an error after a while. */
  private Content settled(Known file) {
    boolean quietLongEnough = System.nanoTime() - file.seenAt() >= limits.quiet().toNanos();
    return file.content() instanceof Problem problem && problem.incomplete() && quietLongEnough
        ? new Problem(problem.reason(), false)
        : file.content();
  }

  /** The bytes of a scanned bundle, if they still lie in its file. */
  Optional<byte[]> bytes(Artifact artifact) {
    String name = artifact.file();
    byte[] read = late.remove(name);
    if (read == null && !hanging.containsKey(name)) {
      Optional<Known> before = Optional.ofNullable(known.get(name));
      FileLook look = FileLook.forBytes(FileNames.in(folder, name), rules, before);
      reads.run(List.of(look), FILE_PATIENCE);
      look.leaveUnlessSeen();
      if (look.seen().isEmpty()) {
        hanging.put(name, look);
      }
      read = look.seen().flatMap(FileLook.Seen::bytes).orElse(null);
    }
    return Optional.ofNullable(read)
        .filter(bytes -> JarReader.digest(bytes).equals(artifact.digest()));
  }
}
