// Never compiled: the build stops at the budget.
Console.WriteLine(BudgetFails.FashionMlp300_150.ReadOnnx().Length);
