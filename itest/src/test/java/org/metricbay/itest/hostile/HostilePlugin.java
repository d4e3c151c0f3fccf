package org.metricbay.itest.hostile;

import java.util.List;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.MetricPlugin;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/**
 * Gives {@code NAME_value}, and does what its manifest says ({@code Hostile-Deed}) where that says
 * so ({@code Hostile-Moment}): in its start, in each call, or in a thread of its own.
 */
public final class HostilePlugin implements BundleActivator, MetricPlugin {
  private String name = "";
  private String deed = "";
  private String moment = "";
  private Deeds deeds = new Deeds(null);

  @Override
  public void start(BundleContext context) throws Exception {
    name = header(context, "Hostile-Name");
    deed = header(context, "Hostile-Deed");
    moment = header(context, "Hostile-Moment");
    deeds = new Deeds(context);
    context.registerService(MetricPlugin.class, this, null);
    if (moment.equals("start")) {
      deeds.doIt(deed);
    } else if (moment.equals("thread")) {
      Thread thread = new Thread(this::goOn, "hostile-" + name);
      thread.setDaemon(true);
      thread.start();
    }
  }

  private static String header(BundleContext context, String key) {
    String value = context.getBundle().getHeaders().get(key);
    return value == null ? "" : value;
  }

  private void goOn() {
    try {
      deeds.doIt(deed);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void stop(BundleContext context) {
    deeds.end();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String description() {
    return "Does " + deed + ".";
  }

  @Override
  public List<MetricFamily> collect() throws Exception {
    if (moment.equals("call")) {
      List<MetricFamily> given = deeds.doIt(deed);
      if (!given.isEmpty()) {
        return given;
      }
    }
    return List.of(MetricFamily.gauge(name + "_value", "One.").sample(1).build());
  }
}
