package org.metricbay.system;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;
import org.metricbay.api.MetricDescriptor;
import org.metricbay.api.MetricFamily;
import org.metricbay.platform.Remembered;

/** The metrics of the time and its zone. For use by one thread at a time. */
final class TimeFamilies {
  private static final MetricDescriptor TIME_SECONDS =
      MetricDescriptor.gauge("node_time_seconds", "System time in seconds since epoch (1970).");

  private static final MetricDescriptor TIME_ZONE_OFFSET_SECONDS =
      MetricDescriptor.gauge(
          "node_time_zone_offset_seconds", "System time zone offset in seconds.", "time_zone");

  private static final double NANOSECONDS_PER_SECOND = 1e9;
  private static final int MILLISECONDS_PER_SECOND = 1000;

  /** On Linux, macOS and BSD. */
  private static final Path ZONE_FILES = Path.of("/usr/share/zoneinfo");

  /** Looking up a zone's name takes longer than all else here. */
  private final Remembered<Zone, String> abbreviations =
      new Remembered<>(TimeFamilies::abbreviation);

  private record Zone(TimeZone rules, int offset) {
    /** At each scrape: a record's own goes through method handles, slow without C2. */
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Zone zone && offset == zone.offset && rules.equals(zone.rules);
    }

    @Override
    public int hashCode() {
      return rules.hashCode();
    }
  }

  List<MetricFamily> at(Instant now, TimeZone zone) {
    int offset = zone.getOffset(now.toEpochMilli()) / MILLISECONDS_PER_SECOND;
    return List.of(
        TIME_SECONDS.of(now.getEpochSecond() + now.getNano() / NANOSECONDS_PER_SECOND),
        TIME_ZONE_OFFSET_SECONDS.of(offset, abbreviations.of(new Zone(zone, offset))));
  }

  /** Where no zone is set, the JVM says GMT and everybody else UTC. */
  private static String abbreviation(Zone zone) {
    String id = zone.rules().getID();
    return id.equals("GMT")
        ? "UTC"
        : ZoneFile.abbreviation(ZONE_FILES, id, zone.offset())
            .orElseGet(() -> abbreviationOfJvm(zone));
  }

  private static String abbreviationOfJvm(Zone zone) {
    boolean summer = zone.offset() * MILLISECONDS_PER_SECOND != zone.rules().getRawOffset();
    return zone.rules().getDisplayName(summer, TimeZone.SHORT, Locale.US);
  }
}
