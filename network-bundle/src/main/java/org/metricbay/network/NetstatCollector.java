package org.metricbay.network;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.metricbay.api.Collector;
import org.metricbay.api.MetricDescriptor;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.MetricPlugin;
import org.metricbay.platform.FieldReader;
import org.metricbay.platform.KernelFiles;
import org.metricbay.platform.KnownFields;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/**
 * Counters of the protocols, from {@code /proc/net/netstat}, {@code snmp} and {@code snmp6}: those
 * that {@code netstat.fields} chooses.
 *
 * <pre>
 * node_netstat_Tcp_RetransSegs 227
 * node_netstat_TcpExt_ListenDrops 0
 * node_netstat_Udp6_InErrors 0
 * </pre>
 */
@Component(configurationPolicy = ConfigurationPolicy.IGNORE)
@Collector(name = "netstat", description = "Counters of IP, ICMP, TCP and UDP.")
public final class NetstatCollector implements MetricPlugin {
  private final KernelFiles files;
  private final NetworkSettings settings;
  private NetstatFields fields;

  /** Reads from a kernel's files the fields that the settings choose. */
  @Activate
  public NetstatCollector(
      @Reference KernelFiles files,
      @Reference(target = "(collectors.netstat=true)") NetworkSettings settings) {
    this.files = files;
    this.settings = settings;
    this.fields = new NetstatFields(settings.netstatFields());
  }

  @Override
  public List<MetricFamily> collect() throws IOException {
    fields = fields.choosing(settings.netstatFields());
    List<MetricFamily> families = new ArrayList<>();
    families.addAll(parse(files.records(files.proc("net/netstat")), fields.netstat()));
    families.addAll(parse(files.records(files.proc("net/snmp")), fields.snmp()));
    // Not there where IPv6 is switched off.
    Optional<FieldReader> snmp6 = files.findRecords(files.proc("net/snmp6"));
    if (snmp6.isPresent()) {
      families.addAll(parse6(snmp6.get(), fields.snmp6()));
    }
    return families;
  }

  /** Reads pairs of lines: a protocol and its counters' names, the protocol and their values. */
  static List<MetricFamily> parse(
      FieldReader line, KnownFields<List<Optional<MetricDescriptor>>> headings) {
    List<MetricFamily> families = new ArrayList<>();
    headings.begin();
    while (line.nextLine()) {
      List<Optional<MetricDescriptor>> columns = headings.ofRest(line);
      line.nextLine();
      line.skip();
      for (Optional<MetricDescriptor> column : columns) {
        if (column.isPresent()) {
          families.add(column.get().of(line.number()));
        } else {
          line.skip();
        }
      }
    }
    return families;
  }

  /** Reads lines such as {@code Udp6InErrors 0}. */
  static List<MetricFamily> parse6(
      FieldReader lines, KnownFields<Optional<MetricDescriptor>> names) {
    List<MetricFamily> families = new ArrayList<>();
    names.begin();
    lines.eachLine(
        "snmp6",
        line -> {
          Optional<MetricDescriptor> field = names.ofNext(line);
          if (field.isPresent()) {
            families.add(field.get().of(line.number()));
          }
        },
        (what, why) -> families.add(MetricFamily.unusable(what, why)));
    return families;
  }
}
