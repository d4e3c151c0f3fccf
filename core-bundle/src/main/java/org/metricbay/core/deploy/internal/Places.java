package org.metricbay.core.deploy.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.metricbay.core.collect.Shipped;
import org.metricbay.core.deploy.internal.Content.Artifact;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The symbolic names in the order in which they came, kept on disk: a line for each with the file
 * it came in and who made it, between tabs. Written under another name and then renamed, before
 * anything of a newcomer runs, so that there is a good one at any moment. For use by one thread.
 */
final class Places {
  private static final Logger LOG = LoggerFactory.getLogger("metricbay.deploy");
  private static final int COLUMNS = 4;

  /**
   * A symbolic name's place.
   *
   * @param file the file that it came in, or ran from last
   * @param maker who made what came first
   */
  record Place(String symbolicName, String file, Maker maker) {
    static Place of(Artifact artifact) {
      return new Place(artifact.symbolicName(), artifact.file(), artifact.maker());
    }

    private String line() {
      return String.join(
          "\t", symbolicName, file, maker.vendor().orElse(""), maker.group().orElse(""));
    }

    static Optional<Place> parse(String line) {
      String[] columns = line.split("\t", -1);
      return columns.length == COLUMNS && !columns[0].isEmpty()
          ? Optional.of(
              new Place(columns[0], columns[1], new Maker(known(columns[2]), known(columns[3]))))
          : Optional.empty();
    }

    private static Optional<String> known(String column) {
      return column.isEmpty() ? Optional.empty() : Optional.of(column);
    }
  }

  private final Path file;
  private final Map<String, Place> places = new LinkedHashMap<>();
  private List<String> saved = List.of();

  /** Takes up what was kept; what is damaged is left out, and the age of the files decides. */
  Places(Path file) {
    this.file = file;
    try {
      // Not as lines are read, which stops at the first byte that is no UTF-8.
      String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
      text.lines()
          .map(Place::parse)
          .flatMap(Optional::stream)
          .forEach(place -> places.putIfAbsent(place.symbolicName(), place));
      saved = lines();
    } catch (IOException e) {
      // There is none, or it cannot be known any more.
      places.clear();
    }
  }

  /** By symbolic name. */
  Map<String, Place> byName() {
    return Map.copyOf(places);
  }

  /** The number of each symbolic name's place, the most senior one's 0. */
  Map<String, Integer> order() {
    Map<String, Integer> order = new HashMap<>();
    places.keySet().forEach(name -> order.put(name, order.size()));
    return order;
  }

  /** Forgets the others. */
  boolean retain(Set<String> names) {
    return places.keySet().retainAll(names);
  }

  /**
   * Gives newcomers their places, in this order. Another maker's bundle, in another file, is a
   * newcomer too, and so is what comes to run in place of one of the distribution.
   */
  boolean add(Collection<Artifact> wanted, Shipped shipped) {
    List<Place> fresh = new ArrayList<>();
    for (Artifact artifact : wanted) {
      Place place = places.get(artifact.symbolicName());
      boolean isThere =
          place != null
              && (place.file().equals(artifact.file())
                  || (place.maker().isSameAs(artifact.maker())
                      && !shipped.contains(place.symbolicName(), place.file())));
      if (!isThere) {
        fresh.add(Place.of(artifact));
      }
    }
    fresh.forEach(place -> places.remove(place.symbolicName()));
    fresh.forEach(place -> places.put(place.symbolicName(), place));
    return !fresh.isEmpty();
  }

  /**
   * It runs from its file now, and if its maker is another one, that one has the place; returns
   * whether it had none.
   */
  boolean ran(Artifact artifact) {
    String name = artifact.symbolicName();
    Place place = places.get(name);
    if (place != null && place.maker().isSameAs(artifact.maker())) {
      places.put(name, new Place(name, artifact.file(), place.maker()));
    } else {
      places.put(name, Place.of(artifact));
    }
    return place == null;
  }

  private List<String> lines() {
    return places.values().stream().map(Place::line).toList();
  }

  /** Writes down what has changed. */
  void save() {
    List<String> lines = lines();
    if (lines.equals(saved)) {
      return;
    }
    try {
      WholeFile.write(file, lines);
    } catch (IOException e) {
      LOG.warn(
          "cannot note in {} who was there first: {}; after a restart the age of the files decides",
          file,
          e.toString());
    }
    saved = lines;
  }
}
