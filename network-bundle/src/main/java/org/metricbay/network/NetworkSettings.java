package org.metricbay.network;

import java.util.Map;
import java.util.regex.Pattern;
import org.metricbay.platform.BundleConfig;
import org.metricbay.platform.ConfigValues;
import org.metricbay.platform.NameFilter;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;

/**
 * What {@code conf/metricbay.network.cfg} says: which collectors are on, and what they leave out.
 * The defaults are node_exporter's.
 */
@Component(
    service = {},
    configurationPid = NetworkSettings.PID)
public final class NetworkSettings {
  static final String PID = "metricbay.network";

  private static final Map<String, Boolean> COLLECTORS =
      Map.of(
          "netdev", true,
          "netclass", true,
          "netstat", true,
          "sockstat", true,
          "softnet", true,
          "arp", true,
          "conntrack", true,
          "udp_queues", true,
          "bonding", true,
          "tcpstat", false);

  private static final String NETSTAT_FIELDS =
      "^(.*_(InErrors|InErrs)|Ip_Forwarding|Ip(6|Ext)_(InOctets|OutOctets)"
          + "|Icmp6?_(InMsgs|OutMsgs)"
          + "|TcpExt_(Listen.*|Syncookies.*|TCPSynRetrans|TCPTimeouts|TCPOFOQueue|TCPRcvQDrop)"
          + "|Tcp_(ActiveOpens|InSegs|OutSegs|OutRsts|PassiveOpens|RetransSegs|CurrEstab)"
          + "|Udp6?_(InDatagrams|OutDatagrams|NoPorts|RcvbufErrors|SndbufErrors))$";

  private final BundleConfig<Values> config =
      new BundleConfig<>(PID, COLLECTORS, NetworkSettings::read);

  private record Values(
      NameFilter netdevDevices,
      NameFilter arpDevices,
      Pattern netclassIgnoredDevices,
      boolean netclassInvalidSpeedIgnored,
      Pattern netstatFields) {}

  /** Without OSGi. */
  NetworkSettings(Map<String, ?> properties) {
    config.update(properties);
  }

  /** Offers itself to the collectors. */
  @Activate
  public NetworkSettings(BundleContext context, Map<String, Object> properties) {
    config.update(properties);
    config.register(context, NetworkSettings.class, this);
  }

  @Modified
  void modify(Map<String, Object> properties) {
    config.update(properties);
  }

  @Deactivate
  void deactivate() {
    config.unregister();
  }

  /** What holds it all. */
  BundleConfig<?> config() {
    return config;
  }

  private static Values read(ConfigValues values) {
    return new Values(
        NameFilter.read(values, "netdev.device"),
        NameFilter.read(values, "arp.device"),
        values.pattern("netclass.ignored-devices", "^$"),
        values.flag("netclass.ignore-invalid-speed", false),
        values.pattern("netstat.fields", NETSTAT_FIELDS));
  }

  /** Which devices' traffic is exposed. */
  NameFilter netdevDevices() {
    return config.get().netdevDevices();
  }

  /** Which devices' neighbours are exposed. */
  NameFilter arpDevices() {
    return config.get().arpDevices();
  }

  /** Which devices' properties are not exposed. */
  Pattern netclassIgnoredDevices() {
    return config.get().netclassIgnoredDevices();
  }

  /** Whether a speed that a driver does not know is left out, rather than negative. */
  boolean netclassInvalidSpeedIgnored() {
    return config.get().netclassInvalidSpeedIgnored();
  }

  /** Which of the protocols' counters are exposed. */
  Pattern netstatFields() {
    return config.get().netstatFields();
  }
}
