package org.metricbay.storage;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.metricbay.api.Collector;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.MetricPlugin;
import org.metricbay.platform.FieldReader;
import org.metricbay.platform.KernelFiles;
import org.metricbay.storage.Families.Value;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/**
 * Ports of Fibre Channel adapters, from {@code /sys/class/fc_host}:
 *
 * <pre>
 * node_fibrechannel_rx_frames_total{fc_host="host0"} 3
 * node_fibrechannel_link_failure_total{fc_host="host0"} 9
 * node_fibrechannel_info{fc_host="host0",port_state="Online",speed="16 Gbit",…} 1
 * </pre>
 */
@Component(
    reference =
        @Reference(
            name = "settings",
            service = StorageSettings.class,
            target = "(collectors.fibrechannel=true)"),
    configurationPolicy = ConfigurationPolicy.IGNORE)
@Collector(
    name = "fibrechannel",
    description = "State, frames and errors of each Fibre Channel port.")
public final class FibrechannelCollector implements MetricPlugin {
  private static final Value INFO =
      Value.gauge(
          "node_fibrechannel_info",
          "Non-numeric data from /sys/class/fc_host/<host>, value is always 1.");

  private static final List<String> WORDS =
      List.of(
          "speed",
          "port_state",
          "port_type",
          "symbolic_name",
          "supported_classes",
          "supported_speeds",
          "dev_loss_tmo");

  /** Hexadecimal numbers that are shown without 0x. */
  private static final List<String> IDENTITIES = List.of("port_id", "port_name", "fabric_name");

  /** Each counter's file and metric. */
  private static final List<Map.Entry<String, Value>> COUNTERS =
      List.of(
          counter("dumped_frames", "dumped_frames", "Number of dumped frames"),
          counter("error_frames", "error_frames", "Number of errors in frames"),
          counter("invalid_crc_count", "invalid_crc", "Invalid Cyclic Redundancy Check count"),
          counter("rx_frames", "rx_frames", "Number of frames received"),
          counter("rx_words", "rx_words", "Number of words received by host port"),
          counter("tx_frames", "tx_frames", "Number of frames transmitted by host port"),
          counter("tx_words", "tx_words", "Number of words transmitted by host port"),
          counter(
              "seconds_since_last_reset",
              "seconds_since_last_reset",
              "Number of seconds since last host port reset"),
          counter(
              "invalid_tx_word_count",
              "invalid_tx_words",
              "Number of invalid words transmitted by host port"),
          counter(
              "link_failure_count",
              "link_failure",
              "Number of times the host port link has failed"),
          counter(
              "loss_of_sync_count",
              "loss_of_sync",
              "Number of failures on either bit or transmission word boundaries"),
          counter("loss_of_signal_count", "loss_of_signal", "Number of times signal has been lost"),
          counter(
              "nos_count",
              "nos",
              "Number Not_Operational Primitive Sequence received by host port"),
          counter("fcp_packet_aborts", "fcp_packet_aborts", "Number of aborted packets"));

  private static final int HEXADECIMAL = 16;

  private final KernelFiles files;

  /** Reads from a kernel's files. */
  @Activate
  public FibrechannelCollector(@Reference KernelFiles files) {
    this.files = files;
  }

  private static Map.Entry<String, Value> counter(String file, String metric, String help) {
    return Map.entry(
        "statistics/" + file, Value.count("node_fibrechannel_" + metric + "_total", help));
  }

  @Override
  public List<MetricFamily> collect() {
    Families families = new Families();
    Path folder = files.sys("class/fc_host");
    for (String host : files.list(folder)) {
      addInfo(families, host, folder.resolve(host));
      for (Map.Entry<String, Value> counter : COUNTERS) {
        files
            .line(folder.resolve(host).resolve(counter.getKey()))
            .flatMap(FibrechannelCollector::count)
            .ifPresent(count -> families.add(counter.getValue(), count, "fc_host", host));
      }
    }
    return families.build();
  }

  private void addInfo(Families families, String host, Path folder) {
    List<String> labels = new ArrayList<>(List.of("fc_host", host));
    for (String word : WORDS) {
      labels.add(word);
      labels.add(files.line(folder.resolve(word)).orElse(""));
    }
    for (String identity : IDENTITIES) {
      String given = files.line(folder.resolve(identity)).orElse("");
      labels.add(identity);
      labels.add(given.length() > 2 ? given.substring(2) : given);
    }
    families.add(INFO, 1, labels.toArray(String[]::new));
  }

  /**
   * A number such as {@code 0x1f} or {@code 31}; empty if it is none, or has all bits set: the
   * adapter does not count that.
   */
  static Optional<Double> count(String text) {
    try {
      long bits =
          text.startsWith("0x")
              ? Long.parseUnsignedLong(text.substring(2), HEXADECIMAL)
              : Long.parseUnsignedLong(text);
      return bits == -1
          ? Optional.empty()
          : FieldReader.unsigned(Long.toUnsignedString(bits)).stream().boxed().findAny();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
