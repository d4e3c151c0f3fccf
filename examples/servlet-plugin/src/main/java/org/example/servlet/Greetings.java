package org.example.servlet;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.metricbay.api.Collector;
import org.metricbay.api.MetricDescriptor;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.MetricPlugin;
import org.osgi.service.component.annotations.Component;

/** How often someone was greeted; the servlet counts, and the collector shows it. */
@Component(service = {Greetings.class, MetricPlugin.class})
@Collector(name = "greetings", description = "How often the example's servlet has greeted.")
public final class Greetings implements MetricPlugin {
  private static final MetricDescriptor GREETINGS =
      MetricDescriptor.counter("example_greetings_total", "Greetings.");

  private final AtomicLong total = new AtomicLong();

  void count() {
    total.incrementAndGet();
  }

  long total() {
    return total.get();
  }

  @Override
  public List<MetricFamily> collect() {
    return List.of(GREETINGS.of(total.get()));
  }
}
