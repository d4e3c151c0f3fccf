package org.metricbay.system;

import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;
import org.metricbay.api.MetricFamily;
import org.metricbay.platform.Remembered;

/** The metrics of the time and its zone. For use by one thread at a time. */
final class TimeFamilies {
  private static final double NANOSECONDS_PER_SECOND = 1e9;
  private static final double MILLISECONDS_PER_SECOND = 1000;

  /** Looking up a zone's name takes longer than all else here. */
  private final Remembered<Zone, String> abbreviations =
      new Remembered<>(TimeFamilies::abbreviation);

  private record Zone(TimeZone rules, boolean summer) {
    /** At each scrape: a record's own goes through method handles, slow without C2. */
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Zone zone && summer == zone.summer && rules.equals(zone.rules);
    }

    @Override
    public int hashCode() {
      return rules.hashCode();
    }
  }

  List<MetricFamily> at(Instant now, TimeZone zone) {
    return List.of(
        MetricFamily.gauge("node_time_seconds", "System time in seconds since epoch (1970).")
            .sample(now.getEpochSecond() + now.getNano() / NANOSECONDS_PER_SECOND)
            .build(),
        MetricFamily.gauge("node_time_zone_offset_seconds", "System time zone offset in seconds.")
            .sample(
                zone.getOffset(now.toEpochMilli()) / MILLISECONDS_PER_SECOND,
                "time_zone",
                abbreviations.of(new Zone(zone, zone.inDaylightTime(Date.from(now)))))
            .build());
  }

  /** Where no zone is set, the JVM says GMT and everybody else UTC. */
  private static String abbreviation(Zone zone) {
    String name = zone.rules().getDisplayName(zone.summer(), TimeZone.SHORT, Locale.US);
    return zone.rules().getID().equals("GMT") ? "UTC" : name;
  }
}
