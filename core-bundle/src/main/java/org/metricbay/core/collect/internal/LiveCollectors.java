package org.metricbay.core.collect.internal;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.metricbay.core.collect.CollectRequest;
import org.metricbay.core.collect.UnknownCollectorException;

/** What scrapes see at a moment; any change of a collector or of its name makes another one. */
final class LiveCollectors {
  /** Those that a request is for. */
  private record Selection(CollectRequest request, List<CollectorService> collectors) {}

  private final List<CollectorService> collectors;
  private final List<CollectorService> duplicates;
  private final List<CollectorService> bySeniority;
  private volatile @Nullable Selection last;

  /**
   * These collectors.
   *
   * @param collectors the collectors to call, by name, each name once
   * @param duplicates those whose name an older one has
   * @param bySeniority all of these, the senior first
   */
  LiveCollectors(
      List<CollectorService> collectors,
      List<CollectorService> duplicates,
      List<CollectorService> bySeniority) {
    this.collectors = collectors;
    this.duplicates = duplicates;
    this.bySeniority = bySeniority;
  }

  List<CollectorService> collectors() {
    return collectors;
  }

  List<CollectorService> duplicates() {
    return duplicates;
  }

  /** Whose series stay, by the collectors' names. Asked for only where two have the same. */
  Map<String, Integer> order() {
    return order(bySeniority);
  }

  /**
   * Whose series stay: the seniors', and last those of who shows what others have written, as texts
   * come and go with no seniority of their own, and can say that something was left out.
   *
   * @return the places of the collectors by their names, from 0
   */
  static Map<String, Integer> order(List<CollectorService> bySeniority) {
    Map<String, Integer> order = new HashMap<>();
    for (boolean yields : new boolean[] {false, true}) {
      for (CollectorService collector : bySeniority) {
        if (collector.flagOfLosses().isPresent() == yields) {
          order.putIfAbsent(collector.name(), order.size());
        }
      }
    }
    return order;
  }

  /** The one that has this name. */
  Optional<CollectorService> named(String name) {
    return collectors.stream().filter(collector -> collector.name().equals(name)).findFirst();
  }

  /** The collectors that a request is for, which mostly is the same one again. */
  List<CollectorService> wanted(CollectRequest request) throws UnknownCollectorException {
    if (request.wantsAll()) {
      return collectors;
    }
    Selection known = last;
    // The same object in the first place: a record's own comparison is slow without C2.
    if (known == null || !Objects.equals(known.request(), request)) {
      known = new Selection(request, selected(request));
      last = known;
    }
    return known.collectors();
  }

  private List<CollectorService> selected(CollectRequest request) throws UnknownCollectorException {
    List<String> names = collectors.stream().map(CollectorService::name).toList();
    for (String name : Stream.concat(request.only().stream(), request.except().stream()).toList()) {
      if (!names.contains(name)) {
        throw new UnknownCollectorException(name, names);
      }
    }
    return collectors.stream().filter(collector -> request.wants(collector.name())).toList();
  }
}
