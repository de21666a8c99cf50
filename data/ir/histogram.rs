//! A histogram and moments of a deterministic sequence: Vec, slices with bounds checks, a struct, printing.

struct Moments {
    count: u64,
    mean: f64,
    spread: f64,
}

impl Moments {
    fn new() -> Moments {
        Moments { count: 0, mean: 0.0, spread: 0.0 }
    }

    fn add(&mut self, value: f64) {
        self.count += 1;
        let before = value - self.mean;
        self.mean += before / self.count as f64;
        self.spread += before * (value - self.mean);
    }
}

fn next_random(state: &mut u64) -> f64 {
    *state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
    (*state >> 11) as f64 / (1u64 << 53) as f64
}

fn main() {
    let mut state = 42u64;
    let values: Vec<f64> = (0..6000).map(|_| next_random(&mut state)).collect();
    let mut bins = vec![0u32; 64];
    let mut moments = Moments::new();
    for value in &values {
        bins[(value * 64.0) as usize] += 1;
        moments.add(*value);
    }
    let mut sums = vec![0.0f64; values.len()];
    let mut running = 0.0;
    for (i, value) in values.iter().enumerate() {
        running += value;
        sums[i] = running;
    }
    let fullest = bins.iter().max().unwrap();
    println!("mean {:.6} variance {:.6} fullest {} last {:.6}", moments.mean,
             moments.spread / moments.count as f64, fullest, sums[sums.len() - 1]);
}
