package org.example.servlet;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.metricbay.api.CarriedState;
import org.metricbay.api.Collector;
import org.metricbay.api.MetricDescriptor;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.MetricPlugin;
import org.metricbay.api.StateCarrier;
import org.osgi.service.component.annotations.Component;

/**
 * How often someone was greeted; the servlet counts, and the collector shows it. The count goes on
 * in the next version, and after a restart.
 */
@Component(service = {Greetings.class, MetricPlugin.class, StateCarrier.class})
@Collector(name = "greetings", description = "How often the example's servlet has greeted.")
public final class Greetings implements MetricPlugin, StateCarrier {
  private static final MetricDescriptor GREETINGS =
      MetricDescriptor.counter("example_greetings_total", "Greetings.");

  /** What this version has counted. */
  private final AtomicLong own = new AtomicLong();

  /** What those before it had. */
  private volatile long before;

  void count() {
    own.incrementAndGet();
  }

  long total() {
    return before + own.get();
  }

  @Override
  public List<MetricFamily> collect() {
    return List.of(GREETINGS.of(total()));
  }

  @Override
  public CarriedState save() {
    return new CarriedState(1, Map.of("greetings", total()));
  }

  @Override
  public void restore(CarriedState state) {
    before = state.count("greetings");
  }

  @Override
  public void takeBack(CarriedState given, CarriedState returned) {
    own.addAndGet(returned.count("greetings") - given.count("greetings"));
  }
}
