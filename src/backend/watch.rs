//! What became of a graphics device, noticed where it happens.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Waker};

use wgpu::{Device, DeviceLostReason, PollType};

use super::{BackendError, in_one_line};

/// Keeps the first fault of a device, and wakes whoever waits for one.
#[derive(Debug)]
pub(super) struct Watch {
    device: Device,
    state: Arc<State>,
}

#[derive(Debug, Default)]
struct State(Mutex<(Option<BackendError>, Vec<Waker>)>);

impl State {
    /// The device is of no use from the first fault on: what follows comes of it.
    fn note(&self, fault: BackendError) {
        let waiting = {
            let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            state.0.get_or_insert(fault);
            std::mem::take(&mut state.1)
        };
        waiting.into_iter().for_each(Waker::wake);
    }
}

impl Watch {
    /// Listens to a device from now on, in place of whoever did so before: handlers of a runtime that panic,
    /// for example.
    pub(super) fn over(device: &Device) -> Self {
        let state = Arc::<State>::default();
        let own = Arc::clone(&state);
        device.set_device_lost_callback(move |reason, message| {
            let message = in_one_line(&message);
            let known = if message.is_empty() { "the driver gave no reason".to_owned() } else { message };
            own.note(BackendError::Lost(match reason {
                DeviceLostReason::Destroyed => format!("it was destroyed: {known}"),
                DeviceLostReason::Unknown => known,
            }));
        });
        let own = Arc::clone(&state);
        device.on_uncaptured_error(Arc::new(move |error: wgpu::Error| {
            own.note(BackendError::Refused(in_one_line(&error.to_string())));
        }));
        Self { device: device.clone(), state }
    }

    #[cfg(test)]
    pub(super) fn device(&self) -> &Device {
        &self.device
    }

    /// The fault that there was.
    pub(super) fn known_fault(&self) -> Option<BackendError> {
        // Natively a loss is told to whoever asks; an error there is the loss itself.
        let _ = self.device.poll(PollType::Poll);
        self.state.0.lock().unwrap_or_else(PoisonError::into_inner).0.clone()
    }

    fn poll_fault(&self, context: &Context<'_>) -> Poll<BackendError> {
        let mut state = self.state.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (fault, waiting) = &mut *state;
        match fault {
            Some(fault) => Poll::Ready(fault.clone()),
            None => {
                waiting.retain(|waker| !waker.will_wake(context.waker()));
                waiting.push(context.waker().clone());
                Poll::Pending
            }
        }
    }

    /// Waits for a fault.
    pub(super) async fn fault(&self) -> BackendError {
        poll_fn(|context| self.poll_fault(context)).await
    }

    /// Waits for what the device computes, or for a fault: work on a lost device may never come to its end.
    pub(super) async fn guard<T>(
        &self,
        work: impl Future<Output = Result<T, BackendError>>,
    ) -> Result<T, BackendError> {
        let mut work = pin!(work);
        let done = poll_fn(|context| match self.poll_fault(context) {
            Poll::Ready(fault) => Poll::Ready(Err(fault)),
            Poll::Pending => work.as_mut().poll(context),
        })
        .await;
        if done.is_err() && self.known_fault().is_none() {
            self.wait_for_reason().await;
        }
        // The better reason; and what a device with a fault answers is void.
        self.known_fault().map_or(done, Err)
    }

    /// A browser refuses to read from a lost device before it says that it is lost.
    #[cfg(target_arch = "wasm32")]
    async fn wait_for_reason(&self) {
        const LONGEST_MS: i32 = 2000;
        let mut limit = pin!(wasm_bindgen_futures::JsFuture::from(js_sys::Promise::new(&mut |resolve, _| {
            set_timeout(&resolve, LONGEST_MS);
        })));
        poll_fn(|context| match self.poll_fault(context) {
            Poll::Ready(_) => Poll::Ready(()),
            Poll::Pending => limit.as_mut().poll(context).map(|_| ()),
        })
        .await;
    }

    /// Natively a loss is known by then.
    #[cfg(not(target_arch = "wasm32"))]
    async fn wait_for_reason(&self) {}
}

#[cfg(target_arch = "wasm32")]
#[wasm_bindgen::prelude::wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = setTimeout)]
    fn set_timeout(then: &js_sys::Function, ms: i32) -> i32;
}
