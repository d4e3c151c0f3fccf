package org.metricbay.system;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.MetricPlugin;
import org.metricbay.platform.KernelClock;
import org.metricbay.platform.KernelFiles;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/**
 * How the kernel keeps its clock in step, from adjtimex(2):
 *
 * <pre>
 * node_timex_sync_status 1
 * node_timex_offset_seconds -3.5e-05
 * node_timex_frequency_adjustment_ratio 1.0000123
 * </pre>
 */
@Component(
    reference = {
      @Reference(
          name = "settings",
          service = SystemSettings.class,
          target = "(collectors.timex=true)"),
      @Reference(name = "linux", service = KernelFiles.class)
    },
    configurationPolicy = ConfigurationPolicy.IGNORE)
public final class TimexCollector implements MetricPlugin {
  private static final double MICRO = 1e6;
  private static final double NANO = 1e9;

  /** Parts of a million, with 16 bits behind the point. */
  private static final double SCALED_PPM = 1e6 * 65536;

  /** Asks the running kernel. */
  @Activate
  public TimexCollector() {}

  @Override
  public String name() {
    return "timex";
  }

  @Override
  public String description() {
    return "How the kernel keeps its clock in step with a reference.";
  }

  @Override
  public List<MetricFamily> collect() throws IOException {
    return families(KernelClock.read());
  }

  static List<MetricFamily> families(KernelClock clock) {
    double unit = (clock.status() & KernelClock.NANOSECONDS) != 0 ? NANO : MICRO;
    List<MetricFamily> families = new ArrayList<>(errors(clock, unit));
    families.add(
        gauge(
            "node_timex_sync_status",
            "Is clock synchronized to a reliable server (1 = yes, 0 = no).",
            clock.state() == KernelClock.NOT_SYNCHRONIZED ? 0 : 1));
    families.add(gauge("node_timex_status", "Value of the status array bits.", clock.status()));
    families.add(
        gauge(
            "node_timex_frequency_adjustment_ratio",
            "Local clock frequency adjustment.",
            1 + clock.frequency() / SCALED_PPM));
    families.add(
        gauge(
            "node_timex_loop_time_constant",
            "Phase-locked loop time constant.",
            (double) clock.constant()));
    families.add(
        gauge("node_timex_tick_seconds", "Seconds between clock ticks.", clock.tick() / MICRO));
    families.add(
        gauge(
            "node_timex_tai_offset_seconds",
            "International Atomic Time (TAI) offset.",
            clock.tai()));
    families.addAll(pulses(clock, unit));
    return families;
  }

  private static List<MetricFamily> errors(KernelClock clock, double unit) {
    return List.of(
        gauge(
            "node_timex_offset_seconds",
            "Time offset in between local system and reference clock.",
            clock.offset() / unit),
        gauge("node_timex_maxerror_seconds", "Maximum error in seconds.", clock.maxError() / MICRO),
        gauge(
            "node_timex_estimated_error_seconds",
            "Estimated error in seconds.",
            clock.estimatedError() / MICRO));
  }

  private static List<MetricFamily> pulses(KernelClock clock, double unit) {
    return List.of(
        gauge(
            "node_timex_pps_frequency_hertz",
            "Pulse per second frequency.",
            clock.ppsFrequency() / SCALED_PPM),
        gauge(
            "node_timex_pps_jitter_seconds", "Pulse per second jitter.", clock.ppsJitter() / unit),
        gauge(
            "node_timex_pps_shift_seconds",
            "Pulse per second interval duration.",
            clock.ppsShift()),
        gauge(
            "node_timex_pps_stability_hertz",
            "Pulse per second stability, average of recent frequency changes.",
            clock.ppsStability() / SCALED_PPM),
        counter(
            "node_timex_pps_jitter_total",
            "Pulse per second count of jitter limit exceeded events.",
            clock.ppsJitterExceeded()),
        counter(
            "node_timex_pps_calibration_total",
            "Pulse per second count of calibration intervals.",
            clock.ppsCalibrations()),
        counter(
            "node_timex_pps_error_total",
            "Pulse per second count of calibration errors.",
            clock.ppsErrors()),
        counter(
            "node_timex_pps_stability_exceeded_total",
            "Pulse per second count of stability limit exceeded events.",
            clock.ppsStabilityExceeded()));
  }

  private static MetricFamily gauge(String name, String help, double value) {
    return MetricFamily.gauge(name, help).sample(value).build();
  }

  private static MetricFamily counter(String name, String help, long value) {
    return MetricFamily.counter(name, help).sample((double) value).build();
  }
}
