package org.metricbay.system;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.metricbay.api.Collector;
import org.metricbay.api.MetricDescriptor;
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
@Collector(name = "timex", description = "How the kernel keeps its clock in step with a reference.")
public final class TimexCollector implements MetricPlugin {
  private static final MetricDescriptor SYNC_STATUS =
      MetricDescriptor.gauge(
          "node_timex_sync_status",
          "Is clock synchronized to a reliable server (1 = yes, 0 = no).");

  private static final MetricDescriptor STATUS =
      MetricDescriptor.gauge("node_timex_status", "Value of the status array bits.");

  private static final MetricDescriptor FREQUENCY_ADJUSTMENT_RATIO =
      MetricDescriptor.gauge(
          "node_timex_frequency_adjustment_ratio", "Local clock frequency adjustment.");

  private static final MetricDescriptor LOOP_TIME_CONSTANT =
      MetricDescriptor.gauge("node_timex_loop_time_constant", "Phase-locked loop time constant.");

  private static final MetricDescriptor TICK_SECONDS =
      MetricDescriptor.gauge("node_timex_tick_seconds", "Seconds between clock ticks.");

  private static final MetricDescriptor TAI_OFFSET_SECONDS =
      MetricDescriptor.gauge(
          "node_timex_tai_offset_seconds", "International Atomic Time (TAI) offset.");

  private static final MetricDescriptor OFFSET_SECONDS =
      MetricDescriptor.gauge(
          "node_timex_offset_seconds", "Time offset in between local system and reference clock.");

  private static final MetricDescriptor MAXERROR_SECONDS =
      MetricDescriptor.gauge("node_timex_maxerror_seconds", "Maximum error in seconds.");

  private static final MetricDescriptor ESTIMATED_ERROR_SECONDS =
      MetricDescriptor.gauge("node_timex_estimated_error_seconds", "Estimated error in seconds.");

  private static final MetricDescriptor PPS_FREQUENCY_HERTZ =
      MetricDescriptor.gauge("node_timex_pps_frequency_hertz", "Pulse per second frequency.");

  private static final MetricDescriptor PPS_JITTER_SECONDS =
      MetricDescriptor.gauge("node_timex_pps_jitter_seconds", "Pulse per second jitter.");

  private static final MetricDescriptor PPS_SHIFT_SECONDS =
      MetricDescriptor.gauge("node_timex_pps_shift_seconds", "Pulse per second interval duration.");

  private static final MetricDescriptor PPS_STABILITY_HERTZ =
      MetricDescriptor.gauge(
          "node_timex_pps_stability_hertz",
          "Pulse per second stability, average of recent frequency changes.");

  private static final MetricDescriptor PPS_JITTER_EXCEEDED =
      MetricDescriptor.counter(
          "node_timex_pps_jitter_total", "Pulse per second count of jitter limit exceeded events.");

  private static final MetricDescriptor PPS_CALIBRATION =
      MetricDescriptor.counter(
          "node_timex_pps_calibration_total", "Pulse per second count of calibration intervals.");

  private static final MetricDescriptor PPS_ERROR =
      MetricDescriptor.counter(
          "node_timex_pps_error_total", "Pulse per second count of calibration errors.");

  private static final MetricDescriptor PPS_STABILITY_EXCEEDED =
      MetricDescriptor.counter(
          "node_timex_pps_stability_exceeded_total",
          "Pulse per second count of stability limit exceeded events.");

  private static final double MICRO = 1e6;
  private static final double NANO = 1e9;

  /** Parts of a million, with 16 bits behind the point. */
  private static final double SCALED_PPM = 1e6 * 65536;

  /** Asks the running kernel. */
  @Activate
  public TimexCollector() {}

  @Override
  public List<MetricFamily> collect() throws IOException {
    return families(KernelClock.read());
  }

  static List<MetricFamily> families(KernelClock clock) {
    double unit = (clock.status() & KernelClock.NANOSECONDS) != 0 ? NANO : MICRO;
    List<MetricFamily> families = new ArrayList<>(errors(clock, unit));
    families.add(SYNC_STATUS.of(clock.state() == KernelClock.NOT_SYNCHRONIZED ? 0 : 1));
    families.add(STATUS.of(clock.status()));
    families.add(FREQUENCY_ADJUSTMENT_RATIO.of(1 + clock.frequency() / SCALED_PPM));
    families.add(LOOP_TIME_CONSTANT.of((double) clock.constant()));
    families.add(TICK_SECONDS.of(clock.tick() / MICRO));
    families.add(TAI_OFFSET_SECONDS.of(clock.tai()));
    families.addAll(pulses(clock, unit));
    return families;
  }

  private static List<MetricFamily> errors(KernelClock clock, double unit) {
    return List.of(
        OFFSET_SECONDS.of(clock.offset() / unit),
        MAXERROR_SECONDS.of(clock.maxError() / MICRO),
        ESTIMATED_ERROR_SECONDS.of(clock.estimatedError() / MICRO));
  }

  private static List<MetricFamily> pulses(KernelClock clock, double unit) {
    return List.of(
        PPS_FREQUENCY_HERTZ.of(clock.ppsFrequency() / SCALED_PPM),
        PPS_JITTER_SECONDS.of(clock.ppsJitter() / unit),
        PPS_SHIFT_SECONDS.of(clock.ppsShift()),
        PPS_STABILITY_HERTZ.of(clock.ppsStability() / SCALED_PPM),
        PPS_JITTER_EXCEEDED.of((double) clock.ppsJitterExceeded()),
        PPS_CALIBRATION.of((double) clock.ppsCalibrations()),
        PPS_ERROR.of((double) clock.ppsErrors()),
        PPS_STABILITY_EXCEEDED.of((double) clock.ppsStabilityExceeded()));
  }
}
