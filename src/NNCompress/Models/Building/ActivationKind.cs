namespace NNCompress.Models.Building;

/// <summary>The function after each hidden layer of a network that is built from a specification.</summary>
public enum ActivationKind
{
    Relu,
    Elu,
    Sigmoid,
    Tanh,
}
