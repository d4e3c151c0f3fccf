package org.example.servlet;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.MetricPlugin;
import org.osgi.service.component.annotations.Component;

/** How often someone was greeted; the servlet counts, and the collector shows it. */
@Component(service = {Greetings.class, MetricPlugin.class})
public final class Greetings implements MetricPlugin {
  private final AtomicLong total = new AtomicLong();

  void count() {
    total.incrementAndGet();
  }

  long total() {
    return total.get();
  }

  @Override
  public String name() {
    return "greetings";
  }

  @Override
  public String description() {
    return "How often the example's servlet has greeted.";
  }

  @Override
  public List<MetricFamily> collect() {
    return List.of(
        MetricFamily.counter("example_greetings_total", "Greetings.").sample(total.get()).build());
  }
}
