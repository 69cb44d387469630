//! Links the program at a fixed address where that is known to work. A position-independent one has 47,000 places of its own to
//! fix at each start, half of the time that `corpus --version` takes. Libraries, heap and stack stay where chance puts them.

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    let is =
        |key: &str, value: &str| std::env::var(format!("CARGO_CFG_TARGET_{key}")).is_ok_and(|is| is == value);
    if is("OS", "linux") && is("ENV", "gnu") && is("ARCH", "x86_64") {
        println!("cargo:rustc-link-arg-bin=corpus=-no-pie");
    }
}
