"""Which collectors are asked for."""
# What most dashboards need, and both programs have.
ELEVEN = ["cpu", "meminfo", "diskstats", "filesystem", "netdev", "loadavg", "stat", "uname", "time", "vmstat", "pressure"]
