namespace NNCompress.Engines.Training;

/// <summary>How a gradient becomes a step.</summary>
public enum OptimiserKind
{
    /// <summary>v ← momentum·v + g; w ← w − rate·v.</summary>
    Sgd,

    /// <summary>Kingma and Ba, "Adam: a method for stochastic optimization" (2015); weight decay is part of the gradient.</summary>
    Adam,

    /// <summary>Loshchilov and Hutter, "Decoupled weight decay regularization" (2019): as Adam, but the decay shrinks the weights directly.</summary>
    AdamW,
}
