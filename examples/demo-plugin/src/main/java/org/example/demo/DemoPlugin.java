package org.example.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.MetricPlugin;
import org.osgi.service.component.annotations.Component;

@Component
public final class DemoPlugin implements MetricPlugin {
    @Override public String name() { return "demo"; }
    @Override public String description() { return "Load average, and a counter with labels."; }
    @Override public List<MetricFamily> collect() throws IOException {
        String[] f = Files.readString(Path.of("/proc/loadavg")).split(" ");
        return List.of(
            MetricFamily.gauge("demo_load1", "1m load average.").sample(Double.parseDouble(f[0])).build(),
            MetricFamily.counter("demo_seconds_total", "Seconds by mode.").sample(1.5, "cpu", "0", "mode", "idle").sample(2, "cpu", "0", "mode", "user").build());
    }
}
