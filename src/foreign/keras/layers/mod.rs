//! What each layer does, in the graph's operators.

mod activation;
mod attention;
mod convolution;
mod dense;
mod dot;
mod functions;
mod items;
mod merge;
mod normalisation;
mod operations;
mod pool;
mod recurrent;
mod scored;
mod sequence;
mod shape;

use super::super::ForeignError;
use super::calls::Arguments;
use super::config::Layer;
use super::reader::Reader;
use super::tensor::Tensor;

/// What a layer makes of its arguments.
pub(super) fn apply(reader: &mut Reader<'_>, layer: &Layer<'_>, arguments: &Arguments) -> Result<Tensor, ForeignError> {
    if layer.module.contains(".ops") {
        return operations::apply(reader, layer, layer.class, arguments);
    }
    let one = || arguments.single(layer);
    match layer.class {
        "Conv1D" | "Convolution1D" => convolution::conv_1d(reader, layer, &one()?),
        "Conv2D" | "Convolution2D" => convolution::conv_2d(reader, layer, &one()?),
        "SeparableConv1D" | "SeparableConvolution1D" => convolution::separable(reader, layer, &one()?),
        "DepthwiseConv1D" => convolution::depthwise(reader, layer, &one()?),
        "Conv1DTranspose" | "Convolution1DTranspose" => convolution::transpose(reader, layer, &one()?),
        "MaxPooling1D" | "MaxPool1D" => pool::pool_1d(reader, layer, &one()?, true),
        "AveragePooling1D" | "AvgPool1D" => pool::pool_1d(reader, layer, &one()?, false),
        "MaxPooling2D" | "MaxPool2D" => pool::pool_2d(reader, layer, &one()?, true),
        "AveragePooling2D" | "AvgPool2D" => pool::pool_2d(reader, layer, &one()?, false),
        "GlobalMaxPooling1D" | "GlobalMaxPool1D" | "GlobalMaxPooling2D" | "GlobalMaxPool2D" => {
            pool::global(reader, layer, &one()?, true)
        }
        "GlobalAveragePooling1D" | "GlobalAvgPool1D" | "GlobalAveragePooling2D" | "GlobalAvgPool2D" => {
            pool::global(reader, layer, &one()?, false)
        }
        "BatchNormalization" | "SyncBatchNormalization" | "BatchNormalizationV1" => {
            normalisation::batch(reader, layer, &one()?)
        }
        "LayerNormalization" => normalisation::layer(reader, layer, &one()?),
        "Rescaling" => normalisation::rescaling(reader, layer, &one()?),
        "Dense" => dense::dense(reader, layer, &one()?),
        "TimeDistributed" => dense::time_distributed(reader, layer, &one()?),
        "Flatten" => shape::flatten(reader, layer, &one()?),
        "Reshape" if layer.settings().get("newshape").is_some() => {
            operations::apply(reader, layer, "reshape", arguments)
        }
        "Reshape" => shape::reshape(reader, layer, &one()?),
        "Permute" => shape::permute(reader, layer, &one()?),
        "ZeroPadding1D" => shape::zero_padding(reader, layer, &one()?),
        "Cropping1D" => shape::cropping(reader, layer, &one()?),
        "UpSampling1D" => shape::up_sampling(reader, layer, &one()?),
        "RepeatVector" => shape::repeat(reader, layer, &one()?),
        // Keras 3 has functions of the same names, which are called on two values instead of on a list.
        "Add" | "Subtract" | "Multiply" | "Maximum" | "Minimum" if arguments.unnamed.len() > 1 => {
            operations::apply(reader, layer, layer.class, arguments)
        }
        "Add" | "Subtract" | "Multiply" | "Average" | "Maximum" | "Minimum" => {
            merge::merge(reader, layer, &arguments.tensors())
        }
        "Concatenate" | "Merge" => {
            let axis = layer.settings().get("axis").and_then(serde_json::Value::as_i64).unwrap_or(-1);
            merge::concatenate(reader, layer, &arguments.tensors(), axis)
        }
        "Activation" => activation::activation(reader, layer, &one()?, layer.settings().get("activation")),
        "LeakyReLU" | "ELU" | "PReLU" | "ReLU" | "Softmax" | "ThresholdedReLU" => {
            activation::layer(reader, layer, &one()?)
        }
        "LSTM" | "CuDNNLSTM" | "GRU" | "CuDNNGRU" => recurrent::one_way(reader, layer, &one()?),
        "Bidirectional" => recurrent::both_ways(reader, layer, &one()?),
        "Attention" | "AdditiveAttention" => scored::attention(reader, layer, arguments),
        "Dot" => dot::dot(reader, layer, &arguments.tensors()),
        "MultiHeadAttention" | "MultiHead" => attention::multi_head(reader, layer, arguments),
        "TFOpLambda" | "SlicingOpLambda" => {
            let function = layer.settings().word("function", "");
            operations::apply(reader, layer, function, arguments)
        }
        // Inactive in prediction.
        "Dropout"
        | "SpatialDropout1D"
        | "SpatialDropout2D"
        | "GaussianDropout"
        | "GaussianNoise"
        | "AlphaDropout"
        | "ActivityRegularization"
        | "Identity"
        | "MCDropout" => one(),
        "Lambda" | "TensorFlowOpLayer" => {
            Err(ForeignError::Code { which: layer.faulty(), kind: layer.class.to_owned() })
        }
        other if reader.is_keras_3 && functions::knows(reader, other) => {
            operations::apply(reader, layer, other, arguments)
        }
        other => Err(ForeignError::Unknown {
            which: layer.faulty(),
            kind: other.to_owned(),
            advice: "docs/importing.md lists the layers that are read; put some of them in its place and save the model again",
        }),
    }
}
