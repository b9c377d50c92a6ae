//! Where the machine might put memory that holds keys: swap, core files, a sleeping machine's disk.

use super::Finding;

fn read(path: &str) -> String {
    std::fs::read_to_string(path).unwrap_or_default()
}

pub(super) fn look() -> Vec<Finding> {
    vec![swap(), core(), sleep()]
}

fn swap() -> Finding {
    let swaps = read("/proc/swaps");
    let plain: Vec<&str> =
        swaps.lines().skip(1).filter_map(|line| line.split_whitespace().next()).filter(|name| !name.contains("zram")).collect();
    if plain.is_empty() {
        return Finding::well("swap", "memory is not written to a disk");
    }
    let mend = "swapoff -a, or encrypt swap with a random key, or MemorySwapMax=0 in the unit";
    Finding::warning("swap", format!("memory may be written to {}", plain.join(", ")), mend)
}

fn core() -> Finding {
    let limit = rustix::process::getrlimit(rustix::process::Resource::Core).current;
    let pattern = read("/proc/sys/kernel/core_pattern");
    // A pipe gets the core whatever the limit says.
    if limit == Some(0) && !pattern.starts_with('|') {
        return Finding::well("core files", "none are written");
    }
    Finding::warning(
        "core files",
        "if the program dies, its memory is written to a file",
        "ulimit -c 0 and sysctl kernel.core_pattern=, or LimitCORE=0 in the unit",
    )
}

fn sleep() -> Finding {
    let may = read("/sys/power/state").split_whitespace().any(|state| state == "disk")
        && !read("/sys/power/disk").contains("[disabled]");
    if !may || read("/proc/swaps").lines().count() <= 1 {
        return Finding::well("hibernation", "memory is not written to a disk when the machine sleeps");
    }
    Finding::warning(
        "hibernation",
        "a machine that hibernates writes its memory to a disk",
        "systemctl mask hibernate.target hybrid-sleep.target",
    )
}
