package org.metricbay.network;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.metricbay.api.Collector;
import org.metricbay.api.MetricDescriptor;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.MetricPlugin;
import org.metricbay.api.MetricType;
import org.metricbay.platform.FieldReader;
import org.metricbay.platform.KernelFiles;
import org.metricbay.platform.KnownFields;
import org.metricbay.platform.PageSize;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/**
 * Sockets of each protocol, from {@code /proc/net/sockstat} and {@code sockstat6}:
 *
 * <pre>
 * node_sockstat_sockets_used 229
 * node_sockstat_TCP_inuse 4
 * node_sockstat_TCP_mem_bytes 4096
 * </pre>
 */
@Component(
    reference =
        @Reference(
            name = "settings",
            service = NetworkSettings.class,
            target = "(collectors.sockstat=true)"),
    configurationPolicy = ConfigurationPolicy.IGNORE)
@Collector(
    name = "sockstat",
    description = "Sockets of each protocol and the memory that they use.")
public final class SockstatCollector implements MetricPlugin {
  private static final MetricDescriptor SOCKETS_USED =
      MetricDescriptor.gauge("node_sockstat_sockets_used", "Number of IPv4 sockets in use.");

  private static final Set<String> STATES =
      Set.of("inuse", "orphan", "tw", "alloc", "mem", "memory");

  /** By file. */
  private final Map<String, KnownFields<Protocol>> protocols =
      Map.of("net/sockstat", Protocol.known(), "net/sockstat6", Protocol.known());

  private final int pageSize = PageSize.ofThisHost();
  private final KernelFiles files;

  /** Reads from a kernel's files. */
  @Activate
  public SockstatCollector(@Reference KernelFiles files) {
    this.files = files;
  }

  @Override
  public List<MetricFamily> collect() throws IOException {
    List<MetricFamily> families = new ArrayList<>();
    // The second is missing where IPv6 is switched off.
    for (Map.Entry<String, KnownFields<Protocol>> file : protocols.entrySet()) {
      files
          .findRecords(files.proc(file.getKey()))
          .ifPresent(
              lines -> families.addAll(parse(file.getKey(), lines, file.getValue(), pageSize)));
    }
    return families;
  }

  /** Reads lines such as {@code TCP: inuse 4 orphan 0 tw 4 alloc 17 mem 1}. */
  static List<MetricFamily> parse(
      String file, FieldReader lines, KnownFields<Protocol> protocols, int pageSize) {
    List<MetricFamily> families = new ArrayList<>();
    protocols.begin();
    lines.eachUsableLine(
        file,
        line -> {
          Protocol protocol = protocols.ofNext(line);
          protocol.states().begin();
          while (line.hasNext()) {
            List<Amount> amounts = protocol.states().ofNext(line);
            double value = line.number();
            for (Amount amount : amounts) {
              families.add(amount.family(value, pageSize));
            }
          }
        },
        (what, why) -> families.add(MetricFamily.unusable(what, why)));
    return families;
  }

  /** Made from the protocol's name with a colon behind it. */
  record Protocol(KnownFields<List<Amount>> states) {
    static KnownFields<Protocol> known() {
      return new KnownFields<>(
          heading -> {
            String name = heading.replace(":", "");
            return new Protocol(new KnownFields<>(state -> Amount.of(name, state)));
          });
    }
  }

  /**
   * What a number is exposed as.
   *
   * @param inPages whether it counts pages and is wanted in bytes
   */
  record Amount(MetricDescriptor metric, boolean inPages) {
    static List<Amount> of(String protocol, String state) {
      if (protocol.equals("sockets")) {
        return state.equals("used") ? List.of(new Amount(SOCKETS_USED, false)) : List.of();
      }
      if (!STATES.contains(state)) {
        return List.of();
      }
      Amount plain = of(protocol, state, false);
      return state.equals("mem") ? List.of(plain, of(protocol, "mem_bytes", true)) : List.of(plain);
    }

    private static Amount of(String protocol, String state, boolean inPages) {
      return new Amount(
          MetricDescriptor.found(
              MetricType.GAUGE,
              "node_sockstat_" + protocol + "_" + state,
              "Number of " + protocol + " sockets in state " + state + "."),
          inPages);
    }

    MetricFamily family(double value, int pageSize) {
      return metric.of(inPages ? value * pageSize : value);
    }
  }
}
