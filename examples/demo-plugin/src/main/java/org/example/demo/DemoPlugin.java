package org.example.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.metricbay.api.Collector;
import org.metricbay.api.MetricDescriptor;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.MetricPlugin;
import org.osgi.service.component.annotations.Component;

@Component
@Collector(name = "demo", description = "Load average, and a counter with labels.")
public final class DemoPlugin implements MetricPlugin {
    private static final MetricDescriptor LOAD1 = MetricDescriptor.gauge("demo_load1", "1m load average.");
    private static final MetricDescriptor SECONDS =
        MetricDescriptor.counter("demo_seconds_total", "Seconds by mode.", "cpu", "mode");

    @Override public List<MetricFamily> collect() throws IOException {
        String[] f = Files.readString(Path.of("/proc/loadavg")).split(" ");
        return List.of(
            LOAD1.of(Double.parseDouble(f[0])),
            SECONDS.samples().add(1.5, "0", "idle").add(2, "0", "user").build());
    }
}
