use super::adam::{Adam, Update};

/// A gradient for each list of numbers that trains, in [`Trainable::lists`]' order.
pub type Gradients = Vec<Vec<f32>>;

/// A network that trains by hand.
pub trait Trainable {
    /// All numbers that train, and whether weight decay acts on them.
    fn lists(&mut self) -> Vec<(&mut Vec<f32>, bool)>;

    /// The batch norms' running means and variances.
    fn statistics(&mut self) -> Vec<&mut Vec<f32>>;

    /// One step of AdamW on every list; `moments` has one entry a list.
    fn step(&mut self, gradients: &Gradients, moments: &mut [Adam], update: Update) {
        let lists = self.lists().into_iter().zip(gradients).zip(moments);
        for (((values, decays), gradient), adam) in lists {
            let decay = if decays { update.decay } else { 0.0 };
            adam.step(values, gradient, Update { decay, ..update });
        }
    }

    /// Moments for every list.
    fn moments(&mut self) -> Vec<Adam> {
        self.lists().iter().map(|(values, _)| Adam::new(values.len())).collect()
    }
}
